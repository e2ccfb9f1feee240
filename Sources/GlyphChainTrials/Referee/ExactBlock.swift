internal import BigInt

/// A block as the referee reads it: exact integers, addresses and digests, nothing else.
package struct ExactBlock: Equatable {
    package let index: Int
    package let timestampSeconds: Int
    package let miner: String
    /// The target, 64 hex digits.
    package let target: String
    package let proof: String
    package let previousHash: String
    package let hash: String
    /// The miner's reward, units.
    package let reward: Int
    package let payments: [ExactPayment]
    /// The one form that the block's bytes should have.
    package let canonicalBytes: [UInt8]
}

package struct ExactPayment: Equatable, Hashable {
    package let from: String
    package let to: String
    package let amount: Int
    package let nonce: Int
    package let signature: String
    package let canonicalBytes: [UInt8]

    /// The content of a payment, however it is signed.
    package struct Content: Hashable {
        package let from: String
        package let to: String
        package let amount: Int
        package let nonce: Int
    }

    /// The signature without the choice between the two that a key makes of one digest, which
    /// everybody has.
    ///
    /// **Bounds:** a signature of 128 hex digits, as it was read.
    var signatureOfEitherForm: String {
        let (r, s) = (signature.prefix(64), BigUInt(signature.dropFirst(64), radix: 16) ?? 0)
        guard s <= CurveOrder.number else { return signature }
        return "\(r) \(min(s, CurveOrder.number - s))"
    }

    package var content: Content { Content(from: from, to: to, amount: amount, nonce: nonce) }
}
