/// A block as the referee reads it: exact integers, addresses and digests, nothing else.
struct ExactBlock: Equatable {
    let index: Int
    let timestampSeconds: Int
    let miner: String
    /// The target, 64 hex digits.
    let target: String
    let proof: String
    let previousHash: String
    let hash: String
    /// The miner's reward, units.
    let reward: Int
    let payments: [ExactPayment]
    /// The one form that the block's bytes should have.
    let canonicalBytes: [UInt8]
}

struct ExactPayment: Equatable, Hashable {
    let from: String
    let to: String
    let amount: Int
    let nonce: Int
    let signature: String
    let canonicalBytes: [UInt8]

    /// Whether both say the same, however they are signed.
    func says(what other: ExactPayment) -> Bool {
        from == other.from && to == other.to && amount == other.amount && nonce == other.nonce
    }
}
