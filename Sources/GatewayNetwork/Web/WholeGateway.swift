package import Cryptography
package import Trials

/// A gateway of the hardened network with all that it serves: its ledger and its users' sessions,
/// the token and its minting, and the directory.
///
/// Answers one request at a time, whatever a listener's threads do.
package final class WholeGateway: SystemUnderTest {
    /// Asks that the next batch of an epoch be minted: `{"epoch":…,"network":"…"}`.
    package static let mint = Surface("mint")

    package let profile = Profile.hardened
    package let ledger: GatewaySystem
    /// Nil for a gateway that has no nodes to call: an order opens a session, and no more.
    package let serving: HardenedGateway?
    /// Nil for a gateway that mints nothing.
    package let desk: MintDesk?
    package let directory: RecordDirectory?
    /// The messages for other gateways that nobody has taken yet, by the surface that they are for;
    /// the oldest goes where there are too many, and is pulled.
    private var outgoing: [(surface: Surface, message: Reply.Message)] = []

    /// - Parameters:
    ///   - ledger: of the hardened profile.
    ///   - serving: has that ledger.
    ///   - desk: has that ledger.
    package init(
        ledger: GatewaySystem, serving: HardenedGateway? = nil, desk: MintDesk? = nil,
        directory: RecordDirectory? = nil
    ) {
        self.ledger = ledger
        self.serving = serving
        self.desk = desk
        self.directory = directory
    }

    package var surfaces: [Surface] {
        ledger.surfaces
            + (desk == nil ? [] : [TokenSurfaces.token, TokenSurfaces.pause, Self.mint])
            + (directory == nil ? [] : [RecordDirectory.surface])
    }

    package var guards: [Guard] {
        var guards = ledger.guards
        let others =
            (desk == nil ? [] : GatewayGuards.token + [GatewayGuards.epochMinted])
            + (directory == nil ? [] : GatewayGuards.records)
        for one in others where !guards.contains(one) { guards.append(one) }
        return guards
    }

    package var head: String { ledger.head }

    package var stateDigest: Digest {
        Digests.sha256(
            ledger.stateDigest.bytes + (desk?.token.stateDigest.bytes ?? [])
                + (directory?.stateDigest.bytes ?? []))
    }

    /// **Throws:** ``GatewayStoreError`` where a store fails, ``UnknownSurface``.
    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        var reply: Reply
        switch surface {
        case TokenSurfaces.token, TokenSurfaces.pause:
            guard let desk else { throw UnknownSurface(surface: surface) }
            reply = try desk.token.submit(bytes, to: surface, from: source, at: clock)
        case Self.mint:
            guard let desk else { throw UnknownSurface(surface: surface) }
            var refusals: [Refusal] = []
            do {
                _ = try desk.mint(bytes, at: clock)
            } catch let refusal as Refusal {
                refusals = [refusal]
            }
            reply = Reply(refusals: refusals, head: head, stateDigest: stateDigest)
        case RecordDirectory.surface:
            guard let directory else { throw UnknownSurface(surface: surface) }
            reply = try directory.submit(bytes, to: surface, from: source, at: clock)
            note(reply, RecordDirectory.surface)
        default:
            reply = try ledger.submit(bytes, to: surface, from: source, at: clock)
            // An answer to a pull is the reply's own.
            if surface != GatewaySurfaces.pull { note(reply, GatewaySurfaces.gossip) }
        }
        return Reply(
            refusals: reply.refusals, head: head, stateDigest: stateDigest,
            messages: reply.messages)
    }

    /// Takes an order and, where there are nodes, serves it.
    ///
    /// **Throws:** ``GatewayStoreError``, ``UnknownSurface`` without nodes, ``BuilderError``.
    package func serve(
        _ order: [UInt8], from source: Source, at clock: LogicalClock
    ) throws -> InferenceOutcome {
        guard let serving else { throw UnknownSurface(surface: GatewaySurfaces.order) }
        let outcome = try serving.serve(order, from: source, at: clock)
        if case .served(_, _, let reply) = outcome { note(reply, GatewaySurfaces.gossip) }
        return outcome
    }

    private func note(_ reply: Reply, _ surface: Surface) {
        outgoing += reply.messages.map { (surface, $0) }
        outgoing = outgoing.suffix(GatewayLimits.outgoingCountMax)
    }

    /// The messages for other gateways that have come up since this was last asked.
    package func takeOutgoing() -> [(surface: Surface, message: Reply.Message)] {
        defer { outgoing = [] }
        return outgoing
    }
}

extension GatewayLimits {
    /// The messages for other gateways that wait to be sent; of those on their way, for each.
    package static let outgoingCountMax = 1_024
}
