internal import Trials

/// A message by which the minter pauses the token, or lets it go on.
struct TokenSwitch {
    static let payloadKeys = ["minter", "network", "paused", "round"]

    let bytes: [UInt8]
    let payload: [UInt8]
    let isPaused: Bool
    let round: Int
    let minter: [UInt8]
    let signature: [UInt8]

    /// **Throws:** ``Refusal`` by the guard that stopped it, of `size` to `key_form`.
    init(_ bytes: [UInt8], _ rules: HardenedRules) throws(Refusal) {
        let document = try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.messageByteCountMax, guards: rules.guards)
        let fields = try HardenedFields(
            document, Self.payloadKeys + ["signature"], rules.guards)
        isPaused =
            try fields.integer("paused", from: 0, to: 1, GatewayGuards.pauseRound) == 1
        round = try fields.integer(
            "round", from: 0, to: GatewayLimits.countMax, GatewayGuards.pauseRound)
        try rules.checkNetwork(fields)
        signature = try fields.signature("signature")
        minter = try fields.key("minter")
        self.bytes = document.bytes
        payload = try document.payload(Self.payloadKeys)
    }
}
