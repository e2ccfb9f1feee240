internal import Encodings
internal import Scenarios

/// The referee's own reading of the notes that a hardened gateway holds.
struct HardenedNotes {
    /// The word of a validator on a receipt, in thousandths.
    private struct Quality {
        let place: Int
        let receipt: String
        let validator: String
        let permille: Int
        let round: Int
    }

    private struct Address {
        let place: Int
        let node: String
        let address: String
        let round: Int
    }

    private let reading: GatewayReading
    private let parties: GatewayParties
    private let books: GatewayBooks
    private var receipts: [(id: String, node: String)] = []
    private var qualities: [Quality] = []
    private var addresses: [Address] = []
    private(set) var count = 0

    /// Notes up to the first that is not its signer's last word, or not on what there is.
    ///
    /// **Throws:** ``Inexact`` at that one.
    init(
        _ rows: [GatewayView.Row], _ reading: GatewayReading, _ parties: GatewayParties,
        _ books: GatewayBooks
    ) throws(Inexact) {
        (self.reading, self.parties, self.books) = (reading, parties, books)
        for row in rows {
            switch row.kind {
            case "receipt":
                if let exact = try? reading.receipt(row.bytes).get() {
                    receipts.append((exact.id, exact.node))
                }
            case "note": try take(row.bytes)
            default: break
            }
        }
    }

    private mutating func take(_ bytes: [UInt8]) throws(Inexact) {
        let message = try reading.message(bytes, "note").get()
        let node = try reading.text(message.value, "node")
        let round = try reading.integer(message, "round", in: 0...1 << 53)
        let isAddress = message.value.member("address") != nil
        let signer = isAddress ? node : try reading.text(message.value, "validator")
        guard books.hasMessage(message.payload, "note", signer) else {
            throw Inexact(why: "note \(count) was never signed by the one whom it names")
        }
        guard parties.node(node) != nil else { throw Inexact(why: "note \(count): no node") }
        if isAddress {
            let address = try reading.text(message.value, "address")
            guard address.wholeMatch(of: /0x[0-9a-f]{40}/) != nil,
                address.contains(where: { !"0x".contains($0) })
            else { throw Inexact(why: "note \(count): nobody can be paid at its address") }
            guard !addresses.contains(where: { $0.node == node && $0.round >= round }) else {
                throw Inexact(why: "note \(count) is an earlier word than one before it")
            }
            addresses.append(Address(place: count, node: node, address: address, round: round))
        } else {
            guard parties.isValidator(signer) else {
                throw Inexact(why: "note \(count) is a stranger's")
            }
            let receipt = try reading.text(message.value, "receipt")
            guard receipts.contains(where: { $0.id == receipt && $0.node == node }) else {
                throw Inexact(why: "note \(count) is on no receipt of that node")
            }
            let isEarlier = qualities.contains {
                $0.receipt == receipt && $0.validator == signer && $0.round >= round
            }
            guard !isEarlier else {
                throw Inexact(why: "note \(count) is an earlier word than one before it")
            }
            qualities.append(
                Quality(
                    place: count, receipt: receipt, validator: signer,
                    permille: try reading.integer(message, "permille", in: 0...1_000),
                    round: round))
        }
        count += 1
    }

    // MARK: Answers

    /// The address at which a node is paid, by its last word among the first notes.
    func address(_ node: String, within count: Int) -> String {
        addresses.last { $0.node == node && $0.place < count }?.address
            ?? GatewayParties.address(ofKey: node)
    }

    /// The least quality of a receipt such that validators of half of all weight say no more.
    func permille(_ receipt: String, registered: Int, within count: Int) -> Int {
        let words = zip(parties.validatorKeys, GatewayParties.validators).map { key, validator in
            let word = qualities.last {
                $0.receipt == receipt && $0.validator == key && $0.place < count
            }
            return (permille: word?.permille ?? registered, weight: validator.1)
        }
        let half = words.map(\.permille).sorted().first { permille in
            let weight = words.filter { $0.permille <= permille }.reduce(0) { $0 + $1.weight }
            return 2 * weight >= GatewayParties.totalWeight
        }
        return half ?? registered
    }
}
