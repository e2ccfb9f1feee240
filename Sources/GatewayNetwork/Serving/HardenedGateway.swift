internal import Encodings
package import Trials

/// The end of a user's order.
package enum InferenceOutcome: Sendable {
    /// The node's text; its receipt is in the ledger, and paid.
    case served(text: String, session: OrderSession, reply: Reply)
    /// The order was not taken, or what the node signed was not: nothing is paid.
    case refused([Refusal])
    /// The node failed: nothing is paid.
    case failed(session: OrderSession, reason: String)
}

/// A gateway at work: it takes orders, has nodes compute them and both sign, and keeps accounts.
///
/// An order reserves its highest price before any work; it is charged with the receipt, or released
/// by whatever else happens.
package final class HardenedGateway {
    package let system: GatewaySystem
    private let identity: ReceiptIdentity
    private let line: any NodeLine

    /// - Parameter identity: the gateway's, whose key the system's desk has.
    package init(system: GatewaySystem, identity: ReceiptIdentity, line: any NodeLine) {
        self.system = system
        self.identity = identity
        self.line = line
    }

    /// Takes an order with its prompt and serves it.
    ///
    /// **Throws:** ``GatewayStoreError``, ``UnknownSurface``, ``BuilderError``; whatever was
    /// reserved stays so until ``releaseOpen(at:)``.
    package func serve(
        _ message: [UInt8], from source: Source, at clock: LogicalClock
    ) throws -> InferenceOutcome {
        let ordered = try system.submit(
            message, to: GatewaySurfaces.order, from: source, at: clock)
        guard ordered.isAccepted, let session = system.sessions.last else {
            return .refused(ordered.refusals)
        }
        let prompt = (try? JSONParser.parse(message, byteCountMax: message.count))?
            .member("prompt")?.stringValue
        let request = NodeRequest(
            gateway: identity.key, session: session.id, prompt: prompt ?? "",
            maxTokens: session.maxTokens)
        guard let answer = line.answer(request, of: session.node) else {
            return try giveUp(session, "the node did not answer", clock)
        }
        let receipt = try receipt(of: session, answer, clock)
        guard let signature = line.countersignature(receipt.bytes, of: session.node) else {
            return try giveUp(session, "the node did not countersign the receipt", clock)
        }
        var signed = receipt
        signed[ReceiptKeys.nodeSignature] = RawObject.text(signature)
        let reply = try system.submit(
            signed.bytes, to: GatewaySurfaces.receipt, from: self.source(of: session.node),
            at: clock)
        guard reply.isAccepted, let paid = system.session(session.id) else {
            try system.release(session.id, failed: session.node, at: clock)
            return .refused(reply.refusals)
        }
        return .served(text: answer.text, session: paid, reply: reply)
    }

    /// Each node's signatures are a source of their own, so that what one wastes hits no other.
    private func source(of node: String) -> Source {
        let place = system.parameters.nodes.firstIndex { $0.key.isSame(node) } ?? 0
        return Source(UInt32.max - UInt32(place))
    }

    /// The receipt of a session with this gateway's signature. The prompt's tokens are the
    /// gateway's own count.
    private func receipt(
        of session: OrderSession, _ answer: NodeAnswer, _ clock: LogicalClock
    ) throws(BuilderError) -> RawObject {
        let builder = ReceiptBuilder(parameters: system.parameters)
        var receipt = builder.receipt(
            gateway: identity.key, node: session.node, session: session.id,
            inputTokens: session.inputTokens, outputTokens: answer.outputTokens,
            wallMilliseconds: answer.wallMilliseconds, createdMilliseconds: clock.milliseconds)
        let message = HardenedDomain.receipt.message(try builder.payload(receipt))
        receipt[ReceiptKeys.claimedID] = RawObject.text(try builder.id(receipt))
        receipt[ReceiptKeys.gatewaySignature] = RawObject.text(identity.signature(of: message))
        return receipt
    }

    private func giveUp(
        _ session: OrderSession, _ reason: String, _ clock: LogicalClock
    ) throws -> InferenceOutcome {
        try system.release(session.id, failed: session.node, at: clock)
        return .failed(session: session, reason: reason)
    }

    /// Gives up all sessions that are open, as a gateway does that starts again: their work is
    /// lost.
    package func releaseOpen(at clock: LogicalClock) throws {
        for session in system.sessions where session.outcome == .open {
            try system.release(session.id, at: clock)
        }
    }

    /// Calls a node that says that it is there. It is called by its name, never at a place that
    /// somebody names.
    ///
    /// **Result:** whether it answers.
    /// **Throws:** ``Refusal`` by `node_known`: nobody is called.
    package func greet(_ name: String) throws -> Bool {
        try system.check(nodeName: name)
        return line.answers(name)
    }
}
