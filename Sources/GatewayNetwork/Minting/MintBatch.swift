package import Cryptography

/// A part of an epoch's payouts that is minted as one.
package enum MintBatch {
    /// The payouts of a batch; the last may have fewer.
    package static let payoutCountMax = 100

    /// The batches of so many payouts.
    package static func count(payoutCount: Int) -> Int {
        (payoutCount + payoutCountMax - 1) / payoutCountMax
    }

    /// The payouts of a batch in the snapshot's order; none for a batch that there is not.
    package static func payouts(_ payouts: [Payout], index: Int) -> ArraySlice<Payout> {
        guard (0..<count(payoutCount: payouts.count)).contains(index) else { return [] }
        return payouts.dropFirst(index * payoutCountMax).prefix(payoutCountMax)
    }

    /// Golden-bearing: a digest of the snapshot's root in hex, a space, and the batch's number from
    /// 0 on.
    package static func id(root: String, index: Int) -> Digest {
        HardenedDomain.batch.digest("\(root) \(index)".bytes)
    }
}
