package import Trials

/// The checks of the published chain, by the names that refusals carry.
package enum PublishedGuards {
    // A block, on the chain before it.
    package static let version = Guard("version")
    package static let model = Guard("model")
    package static let previousHash = Guard("previous_hash")
    package static let blockHash = Guard("block_hash")
    package static let target = Guard("target")
    package static let medianTime = Guard("median_time")
    package static let futureTime = Guard("future_time")
    package static let work = Guard("work")
    package static let proof = Guard("proof")
    // Money.
    package static let coinbase = Guard("coinbase")
    package static let secondCoinbase = Guard("second_coinbase")
    package static let signature = Guard("signature")
    package static let amount = Guard("amount")
    package static let nonce = Guard("nonce")
    package static let balance = Guard("balance")
    // A chain.
    package static let json = Guard("json")
    package static let genesis = Guard("genesis")

    /// The lab's own guard, which the published node lacks: a bound on what is stored.
    package static let storedSize = Guard("stored_size")
    /// The code of bytes that the published node dies of. It is no guard: nothing takes it out.
    package static let verifierCrash = Guard("verifier_crash")

    package static let all = [
        version, model, previousHash, blockHash, target, medianTime, futureTime, work, proof,
        coinbase, secondCoinbase, signature, amount, nonce, balance, genesis, json,
        storedSize,
    ]
}
