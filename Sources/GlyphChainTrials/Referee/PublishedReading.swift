internal import Cryptography
internal import Encodings
package import Fingerprints
package import Scenarios

/// The referee's own reading of published bytes: strict JSON, every member once and known, integers
/// and hex in one spelling. It knows nothing of how the published node reads.
package struct PublishedReading: ChainReading {
    /// Proofs of the agreed model.
    package let proofs: any ProofSource

    package init(proofs: any ProofSource) {
        self.proofs = proofs
    }

    package func exact(_ bytes: [UInt8], height: Int) -> Result<ExactBlock, Inexact> {
        Result { () throws(Inexact) in try Self.readBlock(bytes) }
    }

    /// Payments of a branch are not applied before it is the main chain, so that their integers
    /// may be any: they have one form all the same.
    package func canonicalBytes(ofKept bytes: [UInt8], height: Int) -> Result<[UInt8], Inexact> {
        Result { () throws(Inexact) in try Self.readBlock(bytes, anyNumbers: true).canonicalBytes }
    }

    package func exactPayment(_ bytes: [UInt8]) -> Result<ExactPayment, Inexact> {
        Result { () throws(Inexact) in try Self.readPayment(Self.parse(bytes)) }
    }

    package func exactTarget(_ height: Int, _ blocks: [ExactBlock]) -> String {
        PublishedTargets.target(height, blocks.map { ($0.timestampSeconds, $0.target) })
    }

    package func isLateEnough(_ seconds: Int, after times: [Int]) -> Bool {
        seconds >= ExactSchedule.median(times)
    }

    /// The proof of the salt "salt_" with the first 16 hex digits of
    /// SHA-256("{previous hash}|{miner}"), and of the block's prompt.
    package func earnedProof(_ bytes: [UInt8]) throws -> String? {
        guard let block = try? Self.parse(bytes),
            let previous = block.member("prev_hash")?.stringValue,
            let miner = block.member("miner")?.stringValue,
            let prompt = block.member("prompt")?.stringValue
        else { return nil }
        let salt = "salt_" + Digests.sha256("\(previous)|\(miner)".utf8).text.prefix(16)
        return try? proofs.proofHash(salt: salt, prompt: Array(prompt.utf8))
    }

    package func claimedHash(_ bytes: [UInt8]) throws -> String {
        guard let value = try RawDocument(bytes).value(at: "block_hash") else {
            throw StepFault("nothing stands at block_hash")
        }
        return value.text
    }

    /// Blocks without spaces, as far as they are strict JSON; others as they are spelled.
    package func blocks(inFile bytes: [UInt8]) -> [[UInt8]]? {
        ArrayOutline.elements(bytes)?.map { element in
            (try? Self.parse(element)).map { Array($0.compactText.utf8) } ?? element
        }
    }

    package func element(_ bytes: [UInt8]) -> [UInt8] { bytes }

    package var isFileFree: Bool { false }

    /// A block far below the size that the laboratory stores at most, escapes and all.
    package func isAdmitted(_ bytes: [UInt8]) -> Bool { bytes.count <= (4 << 20) / 6 }

    /// Nonces rise. The signature is of the SHA-1 of five members, in the order of their keys.
    package func isPayable(_ payment: ExactPayment, after nonce: Int?) -> Bool {
        guard payment.nonce > nonce ?? -1, let value = try? Self.parse(payment.canonicalBytes),
            let keyText = value.member("pubkey")?.stringValue,
            let keyBytes = Hexadecimal.bytes(of: keyText),
            let key = Secp256k1PublicKey(bytes: keyBytes),
            let signature = Hexadecimal.bytes(of: payment.signature),
            payment.from == Digests.sha256(keyBytes).text.prefix(40)
        else { return false }
        let signed = ["amount", "from", "nonce", "pubkey", "to"].map {
            JSONMember($0, value.member($0)!)
        }
        let payload = JSONValue.object(signed).compactText
        return key.verifies(signature, digest: Digests.sha1(payload.utf8))
    }

    // MARK: Bytes

    private static let headerKeys = [
        "index", "miner", "model_id", "prev_hash", "prompt", "proof_hash", "target", "timestamp",
        "transactions", "version",
    ]
    private static let byteCountMax = 8 << 20
    private static let timestampMax = 1 << 53

    private static func parse(_ bytes: [UInt8]) throws(Inexact) -> JSONValue {
        do {
            return try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw Inexact(why: "\(error)")
        }
    }

    private static func readBlock(
        _ bytes: [UInt8], anyNumbers: Bool = false
    ) throws(Inexact) -> ExactBlock {
        let value = try parse(bytes)
        try expectKeys(value, headerKeys + ["block_hash"], "a block")
        guard value.member("version")?.integerValue == 4,
            value.member("model_id")?.stringValue == "gpt2"
        else { throw Inexact(why: "version or model is another") }
        let index = try integer(value, "index", in: 0...timestampMax)
        let time = try integer(value, "timestamp", in: 0...timestampMax)
        let miner = try hexadecimal(value, "miner", 40)
        let hash = try hexadecimal(value, "block_hash", 64)
        guard value.member("prompt")?.stringValue != nil else {
            throw Inexact(why: "the prompt is no text")
        }
        guard let transactions = value.member("transactions")?.arrayValue,
            let coinbase = transactions.first
        else { throw Inexact(why: "no transactions") }
        try expectKeys(coinbase, ["amount", "to", "type"], "a coinbase")
        guard coinbase.member("type")?.stringValue == "coinbase",
            coinbase.member("to")?.stringValue == miner
        else { throw Inexact(why: "the coinbase is not the miner's") }
        var payments: [ExactPayment] = []
        for transaction in transactions.dropFirst() {
            payments.append(try readPayment(transaction, anyNumbers: anyNumbers))
        }
        let header = JSONValue.object(headerKeys.map { JSONMember($0, value.member($0)!) })
        guard Digests.sha256(header.sortedByKey.compactText.utf8).text == hash else {
            throw Inexact(why: "the hash is another header's")
        }
        return ExactBlock(
            index: index, timestampSeconds: time, miner: miner,
            target: try hexadecimal(value, "target", 64),
            proof: try hexadecimal(value, "proof_hash", 64),
            previousHash: try hexadecimal(value, "prev_hash", 64), hash: hash,
            reward: try integer(coinbase, "amount", in: 0...1_000), payments: payments,
            canonicalBytes: canonical(
                value,
                [
                    "version", "index", "prev_hash", "timestamp", "model_id", "transactions",
                    "miner", "target", "prompt", "proof_hash", "block_hash",
                ]))
    }

    /// - Parameter anyNumbers: whether an amount and a nonce may be integers that no ledger takes.
    private static func readPayment(
        _ value: JSONValue, anyNumbers: Bool = false
    ) throws(Inexact) -> ExactPayment {
        let keys = ["from", "to", "amount", "nonce", "pubkey", "signature"]
        try expectKeys(value, keys.sorted(), "a payment")
        _ = try hexadecimal(value, "pubkey", 128)
        return ExactPayment(
            from: try hexadecimal(value, "from", 40), to: try hexadecimal(value, "to", 40),
            amount: try integer(
                value, "amount", in: anyNumbers ? Int.min...Int.max : 1...2_091_000_000),
            nonce: try integer(
                value, "nonce", in: anyNumbers ? Int.min...Int.max : 0...timestampMax),
            signature: try hexadecimal(value, "signature", 128),
            canonicalBytes: canonical(value, keys))
    }

    private static func canonical(_ value: JSONValue, _ keys: [String]) -> [UInt8] {
        let members = keys.map { JSONMember($0, value.member($0)!) }
        return Array(JSONValue.object(members).compactText.utf8)
    }

    private static func expectKeys(
        _ value: JSONValue, _ keys: [String], _ name: String
    ) throws(Inexact) {
        let found = value.objectValue?.map(\.key).sorted() ?? []
        guard found == keys.sorted() else {
            throw Inexact(why: "\(name) with members \(found.joined(separator: ", "))")
        }
    }

    private static func integer(
        _ value: JSONValue, _ key: String, in range: ClosedRange<Int>
    ) throws(Inexact) -> Int {
        guard let integer = value.member(key)?.integerValue, range.contains(integer) else {
            throw Inexact(why: "\(key) is \(value.member(key)?.kind ?? "missing")")
        }
        return integer
    }

    private static func hexadecimal(
        _ value: JSONValue, _ key: String, _ digitCount: Int
    ) throws(Inexact) -> String {
        guard let text = value.member(key)?.stringValue, text.utf8.count == digitCount,
            Hexadecimal.bytes(of: text) != nil
        else {
            throw Inexact(
                why: "\(key) is \(value.member(key)?.kind ?? "missing"), not \(digitCount) digits")
        }
        return text
    }
}

extension JSONValue {
    /// The same with the keys of all objects in the order of their bytes.
    fileprivate var sortedByKey: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sortedByKey))
        case .object(let members):
            .object(
                members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { JSONMember($0.key, $0.value.sortedByKey) })
        default: self
        }
    }
}
