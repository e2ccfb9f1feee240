internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

/// A snapshot as the token reads it: the very members whose digest is the root, so that a root's
/// signatures cover every payout.
struct MintSnapshot: Sendable, Equatable {
    static let keys = [
        "epoch", "first", "head", "notes", "notes_head", "payouts", "previous", "receipt_count",
        "total",
    ]
    /// The digits of an amount; the cap of the token has 26.
    private static let digitCountMax = 40

    let bytes: [UInt8]
    let epoch: Int
    let first: Int
    let receiptCount: Int
    let notes: Int
    /// The root of the epoch before, or the network's id.
    let previous: String
    let total: Int
    let payouts: [Payout]
    /// In hex.
    let root: String

    /// **Throws:** ``Refusal`` by `fields`, `unknown_field`, `text_type`, `number_type` and, for
    /// payouts with another spelling, `canonical`.
    init(_ value: PythonValue?, _ guards: Guards) throws(Refusal) {
        let document = try ReceiptDocument(part: value ?? .none, guards: guards)
        let fields = try HardenedFields(document, Self.keys, guards)
        bytes = document.bytes
        let (epoch, total) = (try fields.text("epoch"), try fields.text("total"))
        self.epoch = Self.nearest(try Self.integer(epoch, "epoch", guards))
        first = Self.nearest(try fields.integer("first"))
        receiptCount = Self.nearest(try fields.integer("receipt_count"))
        previous = try fields.text("previous")
        self.total = Self.nearest(try Self.integer(total, "total", guards))
        notes = Self.nearest(try fields.integer("notes"))
        for head in ["head", "notes_head"] { _ = try fields.text(head) }
        payouts = try Self.payouts(fields.text("payouts"), guards)
        root = HardenedDomain.snapshot.digest(document.bytes).text
    }

    /// The number, or the nearest that may be in a vote: no validator signs another.
    private static func nearest(_ integer: BigInt) -> Int {
        Int(min(max(integer, 0), BigInt(GatewayLimits.countMax)))
    }

    /// The number that a text is, in its one spelling; without the guard, 0 where it is none.
    private static func integer(
        _ text: String, _ name: String, _ guards: Guards
    ) throws(Refusal) -> BigInt {
        let integer = text.utf8.count <= digitCountMax ? BigInt(text) : nil
        try guards.require(
            integer.map { String($0).isSame(text) } ?? false, GatewayGuards.numberType,
            "\(name): expected a number in its one spelling")
        return integer ?? 0
    }

    private static func payouts(
        _ text: String, _ guards: Guards
    ) throws(Refusal) -> [Payout] {
        let rows = try? JSONParser.parse(
            text.bytes, byteCountMax: GatewayLimits.tokenCallByteCountMax
        ).arrayValue
        try guards.require(rows != nil, GatewayGuards.fields, "payouts: expected a list")
        var payouts: [Payout] = []
        for row in rows ?? [] {
            let parts = row.arrayValue?.compactMap(\.stringValue) ?? []
            try guards.require(
                parts.count == 3, GatewayGuards.fields,
                "payouts: expected a key, an address and an amount")
            guard parts.count == 3 else { continue }
            payouts.append(
                Payout(
                    node: parts[0], address: parts[1],
                    amount: try integer(parts[2], "payouts", guards)))
        }
        try guards.require(
            PayoutText.text(payouts).isSame(text), GatewayGuards.canonical,
            "payouts: expected no spaces and one spelling of everything")
        return payouts
    }

    /// The bytes that a validator signs to agree to this.
    func votePayload(networkID: String, _ entry: VoteCertificate.Entry) -> [UInt8] {
        JSONValue.object([
            JSONMember("epoch", .integer(epoch)), JSONMember("network", .string(networkID)),
            JSONMember("notes", .integer(notes)),
            JSONMember("receipt_count", .integer(receiptCount)),
            JSONMember("root", .string(root)), JSONMember("round", .integer(entry.round)),
            JSONMember("total", .integer(total)),
            JSONMember("validator", .string(entry.validator)),
        ]).compactText.bytes
    }
}
