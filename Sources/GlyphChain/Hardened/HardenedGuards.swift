package import Trials

/// The checks of the hardened chain, in the order in which they are made. Between money and
/// inference stands ``GossipGuards/budget``, where a block comes from a peer.
package enum HardenedGuards {
    // Bytes.
    package static let size = Guard("size")
    package static let encoding = Guard("encoding")
    package static let key = Guard("key")
    // A block, on the chain before it.
    package static let chainID = Guard("chain_id")
    package static let position = Guard("position")
    package static let previousHash = Guard("previous_hash")
    package static let weights = Guard("weights")
    package static let timeOrder = Guard("time_order")
    package static let medianTime = Guard("median_time")
    package static let futureTime = Guard("future_time")
    package static let target = Guard("target")
    package static let stamp = Guard("stamp")
    package static let work = Guard("work")
    package static let transactions = Guard("transactions")
    // Money.
    package static let amount = Guard("amount")
    package static let nonce = Guard("nonce")
    package static let balance = Guard("balance")
    package static let signature = Guard("signature")
    // Inference.
    package static let proof = Guard("proof")
    package static let context = Guard("context")

    package static let all = [
        size, encoding, key, chainID, position, previousHash, weights, timeOrder, medianTime,
        futureTime, target, stamp, work, transactions, amount, nonce, balance, signature, proof,
        context,
    ]
}
