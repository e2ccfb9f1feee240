internal import Peers
package import Platform
package import Routing
package import Trials

/// A hardened gateway for many threads: it works on one request at a time, and on others only while
/// a node is called; peers are told behind the answer.
///
/// **Why @unchecked:** the gateway and its ledger are used by whoever has the turn.
package final class SharedHardenedGateway: @unchecked Sendable {
    private let turn = Turn()
    private let gateway: WholeGateway
    /// By place; each peer is told by a thread of its own, so that a slow one holds up no other.
    private let tellers: [Background<PeerTeller>]

    /// - Parameters:
    ///   - nodes: the URL of each node's name.
    ///   - peers: the URLs of other gateways.
    ///   - make: makes the gateway with this way to its nodes, which tells these sources.
    /// **Throws:** as `make` does.
    package init(
        caller: HTTPCaller, nodes: [(name: String, url: String)], peers: [String],
        make: (_ line: any NodeLine, _ peers: [Source]) throws -> WholeGateway
    ) rethrows {
        tellers = peers.map { url in
            Background(
                PeerTeller(caller: caller, url: url), waitingMax: GatewayLimits.outgoingCountMax)
        }
        gateway = try make(
            HTTPNodeLine(nodes: nodes, caller: caller, turn: turn),
            PeerSources.peers(count: peers.count))
    }

    /// - Parameter peerAddress: of the machine that the request came from, whose waste is bounded.
    package func answer(
        _ request: WebRequest, from peerAddress: String, atMilliseconds milliseconds: Int
    ) -> WebAnswer {
        let router = HardenedRouter(gateway, source: PeerSources.request(from: peerAddress))
        let (answer, outgoing) = turn.held {
            (router.answer(request, atMilliseconds: milliseconds), gateway.takeOutgoing())
        }
        for (surface, message) in outgoing {
            let place = PeerSources.place(of: message.target)
            guard tellers.indices.contains(place) else { continue }
            // Nobody's request waits for a peer: without room, the peer has to pull.
            tellers[place].offer { $0.tell(message, on: surface) }
        }
        return answer
    }

    /// Reads the gateway's state, which changes before and after, but not meanwhile.
    package func read<Value>(_ body: (WholeGateway) -> Value) -> Value {
        turn.held { body(gateway) }
    }
}

/// The way to another gateway: what cannot be delivered is there to be pulled.
private struct PeerTeller: Sendable {
    let caller: HTTPCaller
    let url: String

    func tell(_ message: Reply.Message, on surface: Surface) {
        _ = caller.result(of: HTTPCall(.post, "\(url)/\(surface.name)", body: message.bytes))
    }
}
