internal import Trials

/// A request that the next batch of an epoch be minted, or that it be said what would be. Anybody
/// may send it: what is minted is the epoch's snapshot, whoever asks.
struct MintRequest {
    static let keys = ["epoch", "network"]

    let epoch: String

    /// **Throws:** ``Refusal`` by the guard that stopped it, of `size` to `network`.
    init(_ bytes: [UInt8], _ rules: HardenedRules) throws(Refusal) {
        let document = try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.messageByteCountMax, guards: rules.guards)
        let fields = try HardenedFields(document, Self.keys, rules.guards)
        epoch = String(
            try fields.integer(
                "epoch", from: 1, to: GatewayLimits.countMax, GatewayGuards.epochOrder))
        try rules.checkNetwork(fields)
    }

    /// The request's text.
    static func bytes(epoch: String, networkID: String) -> [UInt8] {
        RawObject([("epoch", epoch), ("network", RawObject.text(networkID))]).bytes
    }
}
