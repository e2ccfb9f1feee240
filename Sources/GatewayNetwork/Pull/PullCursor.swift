internal import Cryptography

/// The point up to which a gateway has followed another one's ledger.
package struct PullCursor: Sendable, Equatable {
    private let networkID: String
    /// The receipts of that ledger that were read.
    package private(set) var position = 0
    /// That ledger's chain hash there.
    package private(set) var head: String

    /// The beginning of every ledger of a network.
    package init(parameters: GatewayParameters) {
        networkID = parameters.networkID.text
        head = networkID
    }

    /// The request for what comes next.
    package func request(count: Int = GatewayLimits.batchCountMax) -> [UInt8] {
        RawObject([
            ("count", String(count)), ("from", String(position)), ("head", RawObject.text(head)),
            ("network", RawObject.text(networkID)),
        ]).bytes
    }

    /// Moves behind the receipts of an answer, whether or not this gateway took them: the chain
    /// hash over their ids is what the other ledger has there, or its next answer is a refusal.
    ///
    /// - Parameter ids: computed from the receipts, in their order.
    package mutating func advance(ids: [String]) {
        for id in ids {
            head = HardenedDomain.ledger.digest("\(head) \(id)".bytes).text
            position += 1
        }
    }

    /// Begins again: the other ledger is not the one that was followed.
    package mutating func restart() {
        position = 0
        head = networkID
    }
}
