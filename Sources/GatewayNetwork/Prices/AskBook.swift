/// The price that a gateway asks for 1,000 tokens.
package struct Ask: Sendable, Equatable {
    /// The gateway's key, in base64.
    package let gateway: String
    /// The price of 1,000 tokens, in units: 1 to 10^6.
    package let millis: Int
    /// From 0 on; rises from ask to ask of one gateway.
    package let round: Int
    /// The time at which it came.
    package let milliseconds: Int
}

/// The latest ask of each gateway.
struct AskBook: Sendable {
    /// In the order in which gateways first asked.
    private(set) var asks: [Ask] = []

    func latestRound(gateway: String) -> Int? {
        asks.first { $0.gateway.isSame(gateway) }?.round
    }

    mutating func append(_ ask: Ask) {
        if let place = asks.firstIndex(where: { $0.gateway.isSame(ask.gateway) }) {
            asks[place] = ask
        } else {
            asks.append(ask)
        }
    }

    /// The price of 1,000 tokens at a time, in units.
    func millis(at milliseconds: Int) -> Int {
        HardenedPrice.median(
            asks.filter { milliseconds - $0.milliseconds < GatewayLimits.askMilliseconds }
                .map(\.millis))
    }
}
