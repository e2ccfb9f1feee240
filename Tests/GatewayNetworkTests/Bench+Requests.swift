import Cryptography
import GatewayNetwork
import Trials

/// Notes, and what users and gateways ask.
extension Bench {
    static let gatewayB = ReceiptIdentity(seed: "gateway b")
    static let prompt = "Wer wei\u{df}?"

    var requests: RequestBuilder { RequestBuilder(parameters: builder.parameters) }

    /// A validator's word on the first node's receipt at a position.
    func quality(
        _ permille: Int, of position: Int = 0, node: Int = 0, validator: Int = 0, round: Int = 0
    ) -> RawObject {
        requests.quality(
            receipt: system.receipts[position].id, node: Self.nodes[node].key,
            permille: permille, validator: Self.validators[validator].key, round: round)
    }

    func signed(
        _ object: RawObject, _ kind: RequestBuilder.Kind, _ signer: ReceiptIdentity
    ) throws -> [UInt8] {
        try RequestBuilder.signed(object, kind, by: signer).bytes
    }

    func note(_ permille: Int, of position: Int = 0, node: Int = 0, by validator: Int, round: Int)
        throws
    {
        let note = quality(permille, of: position, node: node, validator: validator, round: round)
        _ = try taken(send(signed(note, .note, Self.validators[validator]), .note))
    }

    /// A payment, whose name no other has.
    func credit(_ amount: Int, to user: Int = 0) throws {
        let credit = requests.credit(
            amount, to: Self.users[user].key,
            payment: "p-\(system.accounts.count)-\(system.stateDigest.text.prefix(8))")
        _ = try taken(send(signed(credit, .credit, Self.treasury), .credit))
    }

    func order(
        nonce: Int = 0, maxPrice: Int = 40, maxTokens: Int = 100, user: Int = 0
    ) -> RawObject {
        requests.order(
            Self.prompt, of: Self.gateway.key, user: Self.users[user].key, nonce: nonce,
            maxPrice: maxPrice, maxTokens: maxTokens)
    }

    /// An order with its prompt, as it is sent.
    func message(
        _ order: RawObject, prompt: String = Bench.prompt, signer: ReceiptIdentity = Bench.users[0]
    ) throws -> [UInt8] {
        RequestBuilder.message(
            order: try RequestBuilder.signed(order, .order, by: signer), prompt: prompt)
    }

    /// Takes an order. **Result:** its session.
    @discardableResult
    func ordered(_ order: RawObject) throws -> OrderSession {
        _ = try taken(send(message(order), .order))
        guard let session = system.sessions.last else { throw NoSnapshot() }
        return session
    }

    /// The receipt of a session, not signed.
    func receipt(of session: OrderSession, outputTokens: Int) -> RawObject {
        builder.receipt(
            gateway: Self.gateway.key, node: session.node, session: session.id,
            inputTokens: session.inputTokens, outputTokens: outputTokens, wallMilliseconds: 7,
            createdMilliseconds: clock.milliseconds)
    }

    func ask(_ millis: Int, gateway: ReceiptIdentity = Bench.gateway, round: Int = 0) throws
        -> [UInt8]
    {
        try signed(requests.ask(millis, gateway: gateway.key, round: round), .ask, gateway)
    }

    /// A row of every kind but receipts, votes and settlements; epoch 1 is settled.
    func everyKind() throws {
        try note(700, by: 0, round: 0)
        let address = requests.address(
            "0x" + String(repeating: "e", count: 40), node: Self.nodes[1].key)
        _ = try taken(send(signed(address, .note, Self.nodes[1]), .note))
        _ = try taken(send(ask(2_000), .ask))
        try credit(1_000)
        try credit(100, to: 1)
        let session = try ordered(order(maxPrice: 400))
        _ = try taken(
            send(sign(receipt(of: session, outputTokens: 90)).bytes, .receipt))
        let failed = try ordered(order(nonce: 1))
        try system.release(failed.id, failed: failed.node, at: clock)
        try ordered(order(nonce: 2, maxPrice: 60))
        try system.record(.minting(batch: 0), ofEpoch: "1")
        try system.record(.minted, ofEpoch: "1")
    }
}
