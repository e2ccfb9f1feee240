internal import BigInt
internal import Cryptography
package import PythonValues

/// The text that a block's hash is of, cut where the nonce stands: the part before it is hashed
/// once, the part behind it is spelt once.
///
/// The members stand in the order of their names, as `sort_keys` has them.
struct HashedText {
    private let start: SHA256Hasher
    private let rest: [UInt8]

    /// **Throws:** ``PythonError`` where the block cannot be spelt: a payment with a plain value in
    /// the place of its proof, an integer of too many digits.
    init(of block: PublishedBlock) throws(PythonError) {
        let payments = try block.payments(for: "to_dict")
        var proofs: [PythonValue] = []
        proofs.reserveCapacity(payments.count)
        // All objects are made before the first of them is spelt.
        for payment in payments { proofs.append(try payment.proofObject()) }
        var text = Writing()
        try text.append("{\"index\": ", block.index)
        try text.append(", \"model_state_hash\": ", block.modelStateHash)
        text.append(", \"nonce\": ")
        var hasher = SHA256Hasher()
        hasher.update(text.bytes)
        start = hasher
        text = Writing()
        try text.append(", \"previous_hash\": ", block.previousHash)
        try text.append(", \"timestamp\": ", block.timestamp)
        try text.append(", \"training_epoch\": ", block.trainingEpoch)
        text.append(", \"transactions\": [")
        for (place, payment) in payments.enumerated() {
            if place > 0 { text.append(", ") }
            try text.append("{\"amount\": ", payment.amount)
            try text.append(", \"fee\": ", payment.fee)
            try text.append(", \"from\": ", payment.from)
            try text.append(", \"id\": ", payment.id)
            try text.append(", \"signature\": ", payment.signature)
            try text.append(", \"timestamp\": ", payment.timestamp)
            try text.append(", \"to\": ", payment.to)
            try text.append(", \"training_proof\": ", proofs[place])
            text.append("}")
        }
        text.append("]}")
        rest = text.bytes
    }

    /// The block's digest with a nonce that is spelt so.
    func digest(nonce: String) -> Digest {
        var hasher = start
        hasher.update(Array(nonce.utf8))
        hasher.update(rest)
        return hasher.finalized()
    }

    /// The first nonce from 0 on with which the digest begins with so many zeros in hexadecimal.
    func search(zeroCount: Int) -> (nonce: Int, digest: Digest) {
        precondition((0...64).contains(zeroCount), "\(zeroCount) zeros")
        var nonce = 0
        while true {
            let digest = digest(nonce: String(nonce))
            if Self.begins(digest, zeroCount: zeroCount) { return (nonce, digest) }
            nonce += 1
        }
    }

    private static func begins(_ digest: Digest, zeroCount: Int) -> Bool {
        let (whole, half) = zeroCount.quotientAndRemainder(dividingBy: 2)
        return digest.bytes[..<whole].allSatisfy { $0 == 0 }
            && (half == 0 || digest.bytes[whole] < 16)
    }

    private struct Writing {
        private(set) var bytes: [UInt8] = []

        mutating func append(_ text: String) { bytes += text.utf8 }

        mutating func append(_ name: String, _ value: PythonValue) throws(PythonError) {
            append(name)
            append(try PublishedHash.encoding(value))
        }
    }
}

extension PublishedBlock {
    /// `calculate_hash(block)`. **Throws:** ``PythonError`` where the block cannot be spelt.
    package func computedHash() throws(PythonError) -> String {
        try HashedText(of: self).digest(nonce: PublishedHash.encoding(nonce)).text
    }

    /// Sets the first nonce from 0 on whose hash begins with so many zeros, and that hash.
    ///
    /// **Throws:** ``PythonError`` where the block cannot be spelt.
    package mutating func seal(zeroCount: Int) throws(PythonError) {
        let (nonce, digest) = try HashedText(of: self).search(zeroCount: zeroCount)
        self.nonce = .integer(BigInt(nonce))
        hash = .text(digest.text)
    }
}
