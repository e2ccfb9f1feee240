package import Cryptography
internal import Encodings
package import Scenarios

/// The referee's own reading of hardened bytes, from the page that gives every byte.
package struct HardenedReading: ChainReading {
    /// 32 bytes each.
    package let chainID: [UInt8]
    package let weightsHash: [UInt8]
    /// Zero bits that a header's content begins with.
    package let stampBitCount: Int
    /// The agreed model's proofs of attempts on a content, in the order of the nonces.
    package let proofs: (_ content: Digest, _ nonces: [UInt64]) throws -> [Digest]

    package init(
        chainID: [UInt8], weightsHash: [UInt8], stampBitCount: Int,
        proofs: @escaping (_ content: Digest, _ nonces: [UInt64]) throws -> [Digest]
    ) {
        self.chainID = chainID
        self.weightsHash = weightsHash
        self.stampBitCount = stampBitCount
        self.proofs = proofs
    }

    package func exact(_ bytes: [UInt8], height: Int) -> Result<ExactBlock, Inexact> {
        Result { () throws(Inexact) in
            try Self.readBlock(bytes, chainID, weightsHash, ExactSchedule.reward(height))
        }
    }

    /// Payments of a branch are not applied before it is the main chain, so that their numbers may
    /// be any: they have one form all the same.
    package func canonicalBytes(ofKept bytes: [UInt8], height: Int) -> Result<[UInt8], Inexact> {
        Result { () throws(Inexact) in
            try Self.readBlock(
                bytes, chainID, weightsHash, ExactSchedule.reward(height), anyNumbers: true
            ).canonicalBytes
        }
    }

    package func exactPayment(_ bytes: [UInt8]) -> Result<ExactPayment, Inexact> {
        Result { () throws(Inexact) in try Self.readPayment(bytes) }
    }

    package func exactTarget(_ height: Int, _ blocks: [ExactBlock]) -> String {
        ExactSchedule.target(height, blocks)
    }

    package func isLateEnough(_ seconds: Int, after times: [Int]) -> Bool {
        seconds >= times[times.count - 1] && seconds > ExactSchedule.median(times)
    }

    /// Never nil: what the model reads follows from digests.
    package func earnedProof(_ bytes: [UInt8]) throws -> String? {
        let nonce = Self.number(bytes[Self.nonceStart..<Self.nonceStart + 8])
        return try proofs(try Self.digests(bytes).content, [nonce])[0].text
    }

    package func claimedHash(_ bytes: [UInt8]) throws -> String {
        try Self.digests(bytes).hash.text
    }

    package func blocks(inFile bytes: [UInt8]) -> [[UInt8]]? {
        guard let value = try? JSONParser.parse(bytes, byteCountMax: bytes.count),
            let elements = value.arrayValue
        else { return nil }
        var blocks: [[UInt8]] = []
        for element in elements {
            guard let block = element.stringValue.flatMap(Hexadecimal.bytes(of:)) else {
                return nil
            }
            blocks.append(block)
        }
        return blocks
    }

    package func element(_ bytes: [UInt8]) -> [UInt8] {
        Array("\"\(Hexadecimal.text(of: bytes))\"".utf8)
    }

    package var isFileFree: Bool { true }

    package func isAdmitted(_ bytes: [UInt8]) -> Bool {
        guard let content = try? Self.digests(bytes).content else { return false }
        return Self.number(content.bytes[..<8]).leadingZeroBitCount >= stampBitCount
    }

    /// Nonces have no gaps, and s is the lower one of the two.
    package func isPayable(_ payment: ExactPayment, after nonce: Int?) -> Bool {
        guard payment.nonce == (nonce ?? -1) + 1 else { return false }
        let bytes = payment.canonicalBytes
        let (content, signature) = (Array(bytes[..<36]), Array(bytes[69...]))
        guard let key = Secp256k1PublicKey(bytes: Array(bytes[36..<69])),
            Secp256k1PublicKey.hasLowS(signature)
        else { return false }
        let from = Digests.sha256(key.rawBytes).bytes.prefix(20)
        let id = Digests.sha256(
            Array("glyphlab/hardened/1/transaction".utf8) + chainID + from + content)
        return key.verifies(signature, digest: id.bytes)
    }

    /// Digests of a header's content, and of a block by its header, nonce and proof.
    private static func digests(_ bytes: [UInt8]) throws(Inexact) -> (content: Digest, hash: Digest)
    {
        guard bytes.count >= attemptEnd else { throw Inexact(why: "no header and attempt") }
        let content = Digests.sha256(
            Array("glyphlab/hardened/1/content".utf8) + bytes[..<headerEnd])
        let hash = Digests.sha256(
            Array("glyphlab/hardened/1/block".utf8) + content.bytes
                + bytes[headerEnd..<attemptEnd])
        return (content, hash)
    }

    // MARK: Bytes

    private static let headerEnd = 209
    private static let nonceStart = headerEnd
    /// Where transactions begin.
    private static let attemptEnd = 249
    private static let paymentByteCount = 133
    private static let supply = 2_090_999_300

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func readBlock(
        _ bytes: [UInt8], _ chainID: [UInt8], _ weightsHash: [UInt8], _ reward: Int,
        anyNumbers: Bool = false
    ) throws(Inexact) -> ExactBlock {
        guard bytes.count >= attemptEnd, bytes[0] == 1 else {
            throw Inexact(why: "no header of version 1")
        }
        guard Array(bytes[1..<33]) == chainID else { throw Inexact(why: "it is another chain's") }
        guard Array(bytes[137..<169]) == weightsHash else {
            throw Inexact(why: "it names another model")
        }
        func text(_ range: Range<Int>) -> String { Hexadecimal.text(of: Array(bytes[range])) }
        func integer(_ range: Range<Int>) throws(Inexact) -> Int {
            guard let integer = Int(exactly: number(bytes[range])) else {
                throw Inexact(why: "a number beyond 63 bits at byte \(range.lowerBound)")
            }
            return integer
        }
        let count = try integer(113..<117)
        guard count <= 1_000, bytes.count == attemptEnd + count * paymentByteCount else {
            throw Inexact(why: "\(bytes.count) bytes for \(count) payments")
        }
        var payments: [ExactPayment] = []
        for index in 0..<count {
            let start = attemptEnd + index * paymentByteCount
            payments.append(
                try readPayment(
                    Array(bytes[start..<start + paymentByteCount]), anyNumbers: anyNumbers))
        }
        guard
            MerkleTree.root(payments.map(\.canonicalBytes)).bytes == Array(bytes[81..<113])
        else { throw Inexact(why: "the root is of other payments") }
        return ExactBlock(
            index: try integer(33..<41), timestampSeconds: try integer(73..<81),
            miner: text(117..<137), target: text(169..<201), proof: text(217..<249),
            previousHash: text(41..<73), hash: try digests(bytes).hash.text, reward: reward,
            payments: payments,
            canonicalBytes: bytes)
    }

    /// - Parameter anyNumbers: whether an amount and a nonce may be such as no ledger takes; they
    ///   are then read as 63 bits at most.
    private static func readPayment(
        _ bytes: [UInt8], anyNumbers: Bool = false
    ) throws(Inexact) -> ExactPayment {
        guard bytes.count == paymentByteCount else {
            throw Inexact(why: "a payment of \(bytes.count) bytes")
        }
        guard let key = Secp256k1PublicKey(bytes: Array(bytes[36..<69])) else {
            throw Inexact(why: "a key that is no point")
        }
        let (amount, nonce) = (number(bytes[20..<28]), number(bytes[28..<36]))
        guard anyNumbers || (amount >= 1 && amount <= supply && nonce <= Int.max) else {
            throw Inexact(why: "an amount of \(amount), nonce \(nonce)")
        }
        return ExactPayment(
            from: String(Digests.sha256(key.rawBytes).text.prefix(40)),
            to: Hexadecimal.text(of: Array(bytes[..<20])), amount: Int(clamping: amount),
            nonce: Int(clamping: nonce),
            signature: Hexadecimal.text(of: Array(bytes[69...])), canonicalBytes: bytes)
    }
}
