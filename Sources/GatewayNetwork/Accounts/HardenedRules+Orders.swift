internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

/// The gateway's own knowledge of an order, beside what the user signed.
struct OrderFacts {
    let milliseconds: Int
    /// Nil for an order of the store, which keeps no prompt.
    let prompt: PythonText?
    /// The prompt's tokens; asked for when all else is judged.
    let inputTokens: () -> Int
}

extension HardenedRules {
    static let orderKeys = [
        "gateway", "max_price", "max_tokens", "network", "nonce", "prompt", "user",
    ]

    /// The order and the prompt of `{"order":{…},"prompt":"…"}`.
    func orderParts(
        _ document: ReceiptDocument
    ) throws(Refusal) -> (order: ReceiptDocument, prompt: PythonText) {
        let fields = try HardenedFields(document, ["order", "prompt"], guards)
        let shown = try fields.text("prompt")
        let order = try ReceiptDocument(
            part: document.members["order"] ?? .none, guards: guards)
        try guards.require(
            order.bytes.count <= GatewayLimits.requestByteCountMax, GatewayGuards.size,
            "expected at most \(GatewayLimits.requestByteCountMax) bytes, got "
                + "\(order.bytes.count)")
        guard case .string(let prompt)? = document.members["prompt"] else {
            return (order, .init(shown))
        }
        return (order, prompt)
    }

    func order(
        _ document: ReceiptDocument, _ facts: OrderFacts, _ state: LedgerState,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> OrderSession {
        let fields = try HardenedFields(document, Self.orderKeys + ["signature"], guards)
        try fields.requireTypes(
            texts: ["gateway", "network", "prompt", "signature", "user"],
            integers: ["max_price", "max_tokens", "nonce"])
        let maxPrice = try fields.integer(
            "max_price", from: 1, to: GatewayLimits.creditMax, GatewayGuards.priceRange)
        let maxTokens = try fields.integer(
            "max_tokens", from: 1, to: GatewayLimits.tokenCountMax, GatewayGuards.tokenRange)
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let key = try fields.key("user")
        let orderedGateway = Base64.text(of: try fields.key("gateway"))
        let prompt = try fields.text("prompt")
        try check(prompt: prompt, facts)
        try guards.require(
            orderedGateway.isSame(gateway), GatewayGuards.gatewayRegistered,
            "expected an order for the gateway \(gateway), got one for \(orderedGateway)")
        let payload = try document.payload(Self.orderKeys)
        let (user, id) = (Base64.text(of: key), HardenedDomain.order.digest(payload).text)
        try checkAccount(of: user, fields, session: id, maxPrice, state)
        let node = state.schedule.next(
            at: facts.milliseconds, passesOver: guards.has(GatewayGuards.nodeAvailable))
        try guards.require(
            node != nil, GatewayGuards.nodeAvailable, "no node of this network answers")
        try checkBudget(meter, origin)
        try check(
            Signed(signature: signature, key: key, payload: payload, domain: .order),
            GatewayGuards.orderSignature, &meter, origin)
        let inputTokens = facts.inputTokens()
        try guards.require(
            (0...GatewayLimits.tokenCountMax).contains(inputTokens), GatewayGuards.tokenRange,
            "expected a prompt of at most \(GatewayLimits.tokenCountMax) tokens")
        return OrderSession(
            id: id, user: user, node: node ?? "", prompt: prompt, maxPrice: maxPrice,
            maxTokens: maxTokens, inputTokens: inputTokens,
            millis: state.asks.millis(at: facts.milliseconds), milliseconds: facts.milliseconds)
    }

    /// Refuses an order that is of another prompt than the one beside it.
    private func check(prompt claimed: String, _ facts: OrderFacts) throws(Refusal) {
        guard let text = facts.prompt else {
            return try guards.require(
                TextForm.isDigest(claimed), GatewayGuards.prompt, "expected a digest in hex")
        }
        let computed: String?
        do throws(PythonError) {
            computed = Digests.sha256(try text.utf8()).text
        } catch {
            computed = nil
        }
        try guards.require(
            computed?.isSame(claimed) ?? false, GatewayGuards.prompt,
            "expected the digest \(computed ?? "of a text without lone surrogates")")
    }

    /// Refuses an order out of turn, and one that the user cannot pay for.
    private func checkAccount(
        of user: String, _ fields: HardenedFields, session id: String, _ maxPrice: Int,
        _ state: LedgerState
    ) throws(Refusal) {
        let account = state.accounts.account(of: user)
        let nonce = account?.nextNonce ?? 0
        try guards.require(
            try fields.integer("nonce") == nonce, GatewayGuards.orderNonce,
            "expected the nonce \(nonce)")
        try guards.require(
            state.accounts.session(id) == nil, GatewayGuards.sessionOnce,
            "session \(id) was ordered")
        let balance = account?.balance ?? 0
        try guards.require(
            maxPrice <= balance, GatewayGuards.balance,
            "expected at most \(balance) units, got \(maxPrice)")
    }

    /// The payment of the session that a receipt is of; nil for a receipt of no order that this
    /// gateway took: other gateways' receipts come by gossip, and so do those of sessions that
    /// nobody pays for.
    func charge(
        _ fields: HardenedFields, gateway receiptGateway: String, node: String,
        _ state: LedgerState
    ) throws(Refusal) -> SessionCharge? {
        let id = try fields.text("session_id")
        guard let session = state.accounts.session(id) else { return nil }
        try guards.require(
            session.outcome == .open, GatewayGuards.sessionOnce,
            "session \(id) has its receipt, or was given up")
        try guards.require(
            receiptGateway.isSame(gateway) && node.isSame(session.node),
            GatewayGuards.sessionKnown,
            "session \(id): expected the gateway \(gateway) and the node \(session.node)")
        let inputTokens = try fields.clamped("input_tokens")
        let outputTokens = try fields.clamped("output_tokens")
        try guards.require(
            inputTokens == session.inputTokens && outputTokens <= session.maxTokens,
            GatewayGuards.tokenMatch,
            "session \(id): expected \(session.inputTokens) input tokens and at most "
                + "\(session.maxTokens) output tokens")
        return SessionCharge(
            session: id,
            price: session.price(
                outputTokens: outputTokens,
                wallMilliseconds: try fields.clamped("wall_time_ms")))
    }

    /// Refuses to give up a session that is not open, and names that are no node's.
    func checkRelease(
        session id: String, failed node: String, _ state: LedgerState
    ) throws(Refusal) {
        let session = state.accounts.session(id)
        try guards.require(
            session != nil, GatewayGuards.sessionKnown, "no order has the session \(id)")
        try guards.require(
            session?.outcome == .open, GatewayGuards.sessionOnce,
            "session \(id) has its receipt, or was given up")
        if !node.isEmpty { try check(nodeName: node, state) }
    }

    /// Refuses names that are no node's, such as addresses of machines.
    func check(nodeName name: String, _ state: LedgerState) throws(Refusal) {
        try guards.require(
            state.schedule.knows(name), GatewayGuards.nodeKnown,
            "expected the name of a node of this network")
    }
}
