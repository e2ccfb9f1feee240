/// A session that a user ordered.
package struct OrderSession: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        /// No receipt has come, and nobody has given up: the highest price is reserved.
        case open
        /// The receipt has come, and so much was paid.
        case charged(Int)
        case released
    }

    /// A digest of the order, in hex.
    package let id: String
    /// The user's key, in base64.
    package let user: String
    /// The node that is to compute, by its key.
    package let node: String
    /// The SHA-256 of the prompt's UTF-8, in hex.
    package let prompt: String
    /// The units that the user pays at most: 1 to 2^53.
    package let maxPrice: Int
    /// The output tokens that the node may make: 1 to 10^7.
    package let maxTokens: Int
    /// The tokens of the prompt, as the gateway counts them.
    package let inputTokens: Int
    /// The price of 1,000 tokens when the order came, in units.
    package let millis: Int
    /// The time at which the order came.
    package let milliseconds: Int
    package internal(set) var outcome = Outcome.open

    /// The price of what was computed, never more than the user agreed to.
    func price(outputTokens: Int, wallMilliseconds: Int) -> Int {
        min(
            maxPrice,
            HardenedPrice.cost(
                inputTokens: inputTokens, outputTokens: outputTokens,
                wallMilliseconds: wallMilliseconds, millis: millis))
    }

    /// Facts of the gateway's own that a store keeps beside the order: the time, the prompt's
    /// tokens, and what follows from the rows before: the price, and the node.
    var link: String { "\(milliseconds) \(inputTokens) \(millis) \(node)" }
}

/// The payment of a session, which comes with its receipt.
struct SessionCharge: Sendable, Equatable {
    let session: String
    let price: Int
}

/// A session that the gateway gave up.
struct SessionRelease: Sendable, Equatable {
    let session: String
    /// The node that failed; empty where no node did.
    let node: String
    let milliseconds: Int

    var link: String { "\(milliseconds) \(node)" }
}
