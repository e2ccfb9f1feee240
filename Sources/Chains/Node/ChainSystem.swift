package import Cryptography
package import Trials

/// A chain as an attack sees it: bytes in, refusals and a state out.
package struct ChainSystem<Rules: ChainRules>: SystemUnderTest {
    private(set) var gossip: GossipNode<Rules>
    private let given: [PeerAddress]
    /// The point that the node is known to have reached, as if it were kept elsewhere; nil where
    /// rules are not anchored.
    private(set) var anchor: StoreAnchor?

    /// A node that was given these peers.
    package init(
        _ node: ChainNode<Rules>, address: PeerAddress = PeerAddress(0), peers: [PeerAddress] = []
    ) {
        gossip = GossipNode(node: node, address: address, peers: peers)
        given = peers
        confirm()
    }

    /// The node as if it had been started with these peers: it knows no others.
    package func started(withPeers peers: [PeerAddress]) -> ChainSystem {
        ChainSystem(node, address: gossip.address, peers: peers)
    }

    /// Replaces the node by another one.
    mutating func restart(_ node: ChainNode<Rules>) {
        gossip = GossipNode(node: node, address: gossip.address, peers: given)
        confirm()
    }

    mutating func confirm() {
        guard node.rules.isAnchored else { return }
        anchor = StoreAnchor(height: node.height, stateDigest: node.stateDigest)
    }

    package var node: ChainNode<Rules> { gossip.node }
    package var address: PeerAddress { gossip.address }
    package var profile: Profile { node.rules.profile }
    package var head: String { node.tipHash }
    package var stateDigest: Digest { node.stateDigest }

    package var surfaces: [Surface] {
        [ChainSurfaces.block, ChainSurfaces.transaction, ChainSurfaces.chain, ChainSurfaces.peer]
    }

    package var guards: [Guard] { node.rules.nodeGuards }

    package var heartbeat: [Reply.Message] { Self.messages(gossip.heartbeat()) }

    /// Mines a block on the tip, and tells all peers. **Result:** nil where none was won.
    ///
    /// **Throws:** as ``ChainNode/mine(miner:clockSeconds:attemptCountMax:random:)``.
    package func mine(
        miner: String, clockSeconds: Int, attemptCountMax: Int, random: inout ActorRandom
    ) throws -> (block: [UInt8], messages: [Reply.Message])? {
        let tip = node.tip
        let envelopes = try gossip.mine(
            miner: miner, clockSeconds: clockSeconds, attemptCountMax: attemptCountMax,
            random: &random)
        guard node.tip != tip else { return nil }
        return (try node.blockBytes(atHeight: node.height), Self.messages(envelopes))
    }

    /// Takes a payment of the node's own wallet, and tells all peers.
    ///
    /// **Throws:** ``StoreError``.
    package func pay(
        _ payment: [UInt8]
    ) throws(StoreError) -> (refusal: Refusal?, messages: [Reply.Message]) {
        let heard = try gossip.pay(payment)
        return (heard.refusals.first, Self.messages(heard.envelopes))
    }

    private static func messages(_ envelopes: [GossipNode<Rules>.Envelope]) -> [Reply.Message] {
        envelopes.map {
            Reply.Message(target: Source($0.target.number), bytes: $0.message.bytes)
        }
    }

    /// **Throws:** ``StoreError``, ``UnknownSurface``.
    package mutating func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        var messages: [Reply.Message] = []
        let refusals: [Refusal]
        switch surface {
        case ChainSurfaces.block:
            refusals = try node.submit([bytes], clockSeconds: clock.seconds)
                .submissions.flatMap(\.refusals)
        case ChainSurfaces.transaction:
            switch try node.submit(transaction: bytes) {
            case .success: refusals = []
            case .failure(let refusal): refusals = [refusal]
            }
        case ChainSurfaces.chain: refusals = try take(chain: bytes, clock)
        case ChainSurfaces.peer:
            let heard = try gossip.receive(
                bytes, from: PeerAddress(source.number), clockSeconds: clock.seconds)
            refusals = heard.refusals
            messages = Self.messages(heard.envelopes)
        default: throw UnknownSurface(surface: surface)
        }
        confirm()
        return Reply(
            refusals: refusals, head: head, stateDigest: stateDigest, messages: messages,
            died: refusals.contains { $0.by == node.rules.fatalCode })
    }

    private func take(chain bytes: [UInt8], _ clock: LogicalClock) throws(StoreError) -> [Refusal] {
        let blocks: [[UInt8]]
        do throws(DocumentError) {
            blocks = try node.rules.blocks(inDocument: bytes)
        } catch {
            return [Refusal(index: nil, by: CommonGuards.document, message: error.description)]
        }
        var intake = ChainIntake(node)
        try intake.take(blocks, clockSeconds: clock.seconds)
        return intake.refusals
    }
}

/// The surfaces of a chain.
package enum ChainSurfaces {
    /// A block that stands on the tip.
    package static let block = Surface("block")
    package static let transaction = Surface("transaction")
    /// A whole chain, as a file holds it.
    package static let chain = Surface("chain")
    /// A ``GossipMessage`` from the node whose number is the source's.
    package static let peer = Surface("peer")
}
