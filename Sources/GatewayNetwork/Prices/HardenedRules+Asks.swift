internal import Encodings
internal import PythonValues
internal import Trials

extension HardenedRules {
    static let askKeys = ["gateway", "millis", "network", "round"]

    /// - Parameter milliseconds: the time at which the ask came.
    func ask(
        _ document: ReceiptDocument, milliseconds: Int, _ state: LedgerState,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> Ask {
        let fields = try HardenedFields(document, Self.askKeys + ["signature"], guards)
        try fields.requireTypes(
            texts: ["gateway", "network", "signature"], integers: ["millis", "round"])
        let millis = try fields.integer(
            "millis", from: 1, to: GatewayLimits.askMillisMax, GatewayGuards.askRange)
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let key = try fields.key("gateway")
        let gateway = Base64.text(of: key)
        try guards.require(
            parameters.gateways.contains { $0.isSame(gateway) },
            GatewayGuards.gatewayRegistered, "\(gateway) is no gateway of this network")
        let round = try fields.rising(
            "round", above: state.asks.latestRound(gateway: gateway) ?? -1,
            GatewayGuards.askRound)
        try checkBudget(meter, origin)
        let signed = Signed(
            signature: signature, key: key, payload: try document.payload(Self.askKeys),
            domain: .ask)
        try check(signed, GatewayGuards.gatewaySignature, &meter, origin)
        return Ask(gateway: gateway, millis: millis, round: round, milliseconds: milliseconds)
    }
}
