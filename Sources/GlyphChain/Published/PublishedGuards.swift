public import Trials

/// The checks of the published chain, by the names that refusals carry.
public enum PublishedGuards {
    // A block, on the chain before it.
    public static let version = Guard("version")
    public static let model = Guard("model")
    public static let previousHash = Guard("previous_hash")
    public static let blockHash = Guard("block_hash")
    public static let target = Guard("target")
    public static let medianTime = Guard("median_time")
    public static let futureTime = Guard("future_time")
    public static let work = Guard("work")
    public static let proof = Guard("proof")
    // Money.
    public static let coinbase = Guard("coinbase")
    public static let secondCoinbase = Guard("second_coinbase")
    public static let signature = Guard("signature")
    public static let amount = Guard("amount")
    public static let nonce = Guard("nonce")
    public static let balance = Guard("balance")
    // A chain.
    public static let json = Guard("json")
    public static let genesis = Guard("genesis")

    /// No guard of the published node but of the lab's: more is stored than it takes.
    public static let storedSize = Guard("stored_size")
    /// No guard of the published node: it died of what it was given.
    public static let verifierCrash = Guard("verifier_crash")

    public static let all = [
        version, model, previousHash, blockHash, target, medianTime, futureTime, work, proof,
        coinbase, secondCoinbase, signature, amount, nonce, balance, genesis, json,
    ]
}
