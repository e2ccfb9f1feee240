internal import Cryptography
package import Encodings
internal import PythonValues
internal import Training
internal import Trials

/// A block's header, whose hash is the block's.
package struct LearningHeader: Sendable {
    static let keys = [
        "certificates", "epoch", "index", "miner", "model", "network", "nonce", "previous",
        "proofs", "state", "time", "transactions",
    ]

    package var index: Int
    package var epoch: Int
    package var previous: [UInt8]
    package var network: [UInt8]
    /// The address that the block's reward goes to.
    package var miner: String
    /// Seconds since 1970.
    package var time: Int
    /// The hash of the weights at the head of the training chain after the block.
    package var model: [UInt8]
    /// The digest of the state after the block.
    package var state: [UInt8]
    /// Roots of the block's lists, each with its count.
    package var transactions: [UInt8]
    package var proofs: [UInt8]
    package var certificates: [UInt8]
    package var nonce: Int

    package init(
        index: Int, epoch: Int, previous: [UInt8], network: [UInt8], miner: String, time: Int
    ) {
        self.index = index
        self.epoch = epoch
        self.previous = previous
        self.network = network
        self.miner = miner
        self.time = time
        let none = [UInt8](repeating: 0, count: 32)
        (model, state, transactions, proofs, certificates) = (none, none, none, none, none)
        nonce = 0
    }

    init(_ document: LearningDocument) throws(Refusal) {
        index = try document.integer(
            "index", in: 1...LearningLimits.countMax, LearningGuards.position)
        epoch = try document.integer(
            "epoch", in: 0...LearningLimits.countMax, LearningGuards.position)
        nonce = try document.integer("nonce", in: 0...LearningLimits.countMax, LearningGuards.work)
        time = try document.integer(
            "time", in: 0...LearningLimits.timeSecondsMax, LearningGuards.time)
        network = try document.bytes("network", count: 32, LearningGuards.network)
        previous = try document.bytes("previous", count: 32, LearningGuards.previous)
        miner = try document.text("miner")
        try document.guards.require(
            LearningKey.isAddress(miner), LearningGuards.recipient, "miner: expected an address")
        model = try document.bytes("model", count: 32, LearningGuards.model)
        state = try document.bytes("state", count: 32, LearningGuards.state)
        transactions = try document.bytes("transactions", count: 32, LearningGuards.roots)
        proofs = try document.bytes("proofs", count: 32, LearningGuards.roots)
        certificates = try document.bytes("certificates", count: 32, LearningGuards.roots)
    }

    package var json: JSONValue {
        CanonicalObject.value([
            ("certificates", CanonicalObject.hex(certificates)), ("epoch", .integer(epoch)),
            ("index", .integer(index)), ("miner", .string(miner)),
            ("model", CanonicalObject.hex(model)), ("network", CanonicalObject.hex(network)),
            ("nonce", .integer(nonce)), ("previous", CanonicalObject.hex(previous)),
            ("proofs", CanonicalObject.hex(proofs)), ("state", CanonicalObject.hex(state)),
            ("time", .integer(time)), ("transactions", CanonicalObject.hex(transactions)),
        ])
    }

    /// H(`block` || header).
    package var hash: [UInt8] {
        LearningDomain.digest("block", Array(json.compactText.utf8))
    }

    /// Whether a hash begins with the zero bits that a block needs.
    package static func hasWork(_ hash: [UInt8]) -> Bool { hash[0] == 0 && hash[1] == 0 }

    /// The header with the first nonce that has the work; nil if none of so many has.
    ///
    /// Only the text behind the nonce is hashed for each attempt.
    package func mined(attemptCountMax: Int) -> LearningHeader? {
        var header = self
        header.nonce = 0
        let text = Array(header.json.compactText.utf8)
        let mark = Array("\"nonce\":0,".utf8)
        guard
            let place = text.indices.first(where: { text[$0...].starts(with: mark) })
        else { return nil }
        let numberPlace = place + mark.count - 2
        var front = LearningDomain.hasher("block")
        front.update(Array(text[..<numberPlace]))
        let back = Array(text[(numberPlace + 1)...])
        for nonce in 0..<attemptCountMax {
            var hasher = front
            hasher.update(Array(String(nonce).utf8) + back)
            if Self.hasWork(hasher.finalized().bytes) {
                header.nonce = nonce
                return header
            }
        }
        return nil
    }
}
