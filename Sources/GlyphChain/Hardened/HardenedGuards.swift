public import Trials

/// The checks of the hardened chain, in the order in which they are made. Between money and
/// inference stands ``GossipGuards/budget``, where a block comes from a peer.
public enum HardenedGuards {
    // Bytes.
    public static let size = Guard("size")
    public static let encoding = Guard("encoding")
    public static let key = Guard("key")
    // A block, on the chain before it.
    public static let chainID = Guard("chain_id")
    public static let position = Guard("position")
    public static let previousHash = Guard("previous_hash")
    public static let weights = Guard("weights")
    public static let timeOrder = Guard("time_order")
    public static let medianTime = Guard("median_time")
    public static let futureTime = Guard("future_time")
    public static let target = Guard("target")
    public static let stamp = Guard("stamp")
    public static let work = Guard("work")
    public static let transactions = Guard("transactions")
    // Money.
    public static let amount = Guard("amount")
    public static let nonce = Guard("nonce")
    public static let balance = Guard("balance")
    public static let signature = Guard("signature")
    // Inference.
    public static let proof = Guard("proof")
    public static let context = Guard("context")

    public static let all = [
        size, encoding, key, chainID, position, previousHash, weights, timeOrder, medianTime,
        futureTime, target, stamp, work, transactions, amount, nonce, balance, signature, proof,
        context,
    ]
}
