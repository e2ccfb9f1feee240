internal import BigInt
internal import PythonValues
package import Trials

/// A node: it computes what a registered gateway asks for, and signs receipts of that and of
/// nothing else, each once. After a restart it signs nothing of what was before.
package struct HardenedNode {
    private struct Session {
        let id: String
        let gateway: String
        let answer: NodeAnswer
        var isSigned = false
    }

    private static let keys =
        ReceiptKeys.payload + [ReceiptKeys.claimedID, ReceiptKeys.gatewaySignature]

    private let identity: ReceiptIdentity
    private let rules: HardenedRules
    private let model: @Sendable (NodeRequest) -> NodeAnswer
    /// In the order in which they were served; the oldest goes where there are too many.
    private var sessions: [Session] = []
    private var meter = SignatureMeter()

    /// - Parameter model: computes a session; the same request has the same answer.
    package init(
        identity: ReceiptIdentity, parameters: GatewayParameters, guards: Guards = .all,
        model: @escaping @Sendable (NodeRequest) -> NodeAnswer
    ) {
        self.identity = identity
        self.model = model
        rules = HardenedRules(parameters: parameters, guards: guards)
    }

    package var key: String { identity.key }

    /// Computes a session.
    ///
    /// **Throws:** ``Refusal`` by `session_id`, `token_range`, `gateway_registered`, `session_once`
    /// or, for a model that computes more than was asked for, `token_match`: nothing is remembered.
    package mutating func serve(_ request: NodeRequest) throws(Refusal) -> NodeAnswer {
        let guards = rules.guards
        try guards.require(
            TextForm.isName(request.session), GatewayGuards.sessionID,
            "expected 1 to \(GatewayLimits.sessionByteCountMax) of ASCII letters, digits and '-._'"
        )
        try guards.require(
            (1...GatewayLimits.tokenCountMax).contains(request.maxTokens),
            GatewayGuards.tokenRange,
            "expected 1 to \(GatewayLimits.tokenCountMax) tokens, got \(request.maxTokens)")
        try guards.require(
            rules.parameters.gateways.contains { $0.isSame(request.gateway) },
            GatewayGuards.gatewayRegistered,
            "\(request.gateway) is no gateway of this network")
        try guards.require(
            !sessions.contains { $0.id.isSame(request.session) }, GatewayGuards.sessionOnce,
            "session \(request.session) was served")
        let answer = model(request)
        try guards.require(
            answer.outputTokens <= request.maxTokens, GatewayGuards.tokenMatch,
            "expected at most \(request.maxTokens) tokens, got \(answer.outputTokens)")
        if sessions.count == GatewayLimits.servedCountMax { sessions.removeFirst() }
        sessions.append(Session(id: request.session, gateway: request.gateway, answer: answer))
        return answer
    }

    /// The node's signature of a receipt that has its gateway's, in base64.
    ///
    /// - Parameter receipt: all members but the node's signature, in canonical JSON.
    /// **Throws:** ``Refusal`` by the guards of a receipt, and by `session_known`, `session_once`
    /// and `token_match`: nothing is signed.
    package mutating func countersign(
        _ receipt: [UInt8], from source: Source = Source(0), at clock: LogicalClock
    ) throws(Refusal) -> String {
        let guards = rules.guards
        let origin = Origin(sender: (source, clock.milliseconds))
        let document = try rules.document(receipt, .receipt)
        let fields = try HardenedFields(document, Self.keys, guards)
        _ = try rules.checkValues(fields, origin)
        let signature = try fields.signature(ReceiptKeys.gatewaySignature)
        let (gateway, node) = try rules.checkParties(fields)
        let payload = try document.payload(ReceiptKeys.payload)
        _ = try rules.receiptID(fields, payload)
        let place = try place(of: fields, node)
        try rules.checkBudget(meter, origin)
        try rules.check(
            HardenedRules.Signed(
                signature: signature, key: gateway, payload: payload, domain: .receipt),
            GatewayGuards.gatewaySignature, &meter, origin)
        if let place { sessions[place].isSigned = true }
        return identity.signature(of: HardenedDomain.receipt.message(payload))
    }

    /// The place of the session that a receipt is of; nil where a guard is missing and there is
    /// none.
    private func place(
        of fields: HardenedFields, _ node: [UInt8]
    ) throws(Refusal) -> Int? {
        let guards = rules.guards
        let session = try fields.text("session_id")
        let gateway = try fields.text("gateway_pubkey")
        let isMine = try fields.text("node_pubkey").isSame(key)
        let place = sessions.firstIndex {
            $0.id.isSame(session) && $0.gateway.isSame(gateway) && isMine
        }
        try guards.require(
            place != nil, GatewayGuards.sessionKnown,
            "session \(session) was not served for the gateway \(gateway) by \(key)")
        guard let place else { return nil }
        try guards.require(
            !sessions[place].isSigned, GatewayGuards.sessionOnce,
            "session \(session) has its receipt")
        let answer = sessions[place].answer
        for (name, served) in [
            ("input_tokens", answer.inputTokens), ("output_tokens", answer.outputTokens),
            ("wall_time_ms", answer.wallMilliseconds),
        ] {
            try guards.require(
                try fields.integer(name) == served, GatewayGuards.tokenMatch,
                "\(name): expected \(served), which was served")
        }
        return place
    }
}
