package import Trials

/// The peers that a node knows, few enough that nobody can make it run out of memory. A peer in the
/// table stays there: nobody can push out the peers that the node was given.
package struct PeerTable: Sendable {
    package static let countMax = 64
    /// The most peers that one given peer can add where sources are limited, counted with the peers
    /// that those add in turn: a liar among the given peers fills no more of the table by using
    /// many names.
    package static let countMaxPerSource = 8

    private struct Entry: Sendable {
        let peer: PeerAddress
        /// The given peer that led here, by naming it or through others; nil for a given peer.
        let root: PeerAddress?
    }

    private let limitsSources: Bool
    private let own: PeerAddress
    private let guards: Guards
    /// The peers, in the order in which they came.
    private var entries: [Entry] = []

    package init(
        limitsSources: Bool, own: PeerAddress, given: [PeerAddress], guards: Guards = .all
    ) {
        self.limitsSources = limitsSources
        self.own = own
        self.guards = guards
        for peer in given { _ = add(peer, from: nil) }
    }

    package var peers: [PeerAddress] { entries.map(\.peer) }

    package func has(_ peer: PeerAddress) -> Bool { entries.contains { $0.peer == peer } }

    /// Adds a peer; a known peer and the node itself are passed over. Where sources are not
    /// limited, the first peers to come fill the table. **Result:** the refusal, if there is one.
    package mutating func add(_ peer: PeerAddress, from source: PeerAddress?) -> Refusal? {
        guard peer != own, !has(peer) else { return nil }
        let root = source.map { beginning(of: $0) }
        if limitsSources, let source, let root {
            if guards.has(GossipGuards.peerStranger), !has(source) {
                return Self.refusal(GossipGuards.peerStranger, "named by \(source.number), no peer")
            }
            if guards.has(GossipGuards.peerShare),
                entries.count(where: { $0.root == root }) >= Self.countMaxPerSource
            {
                return Self.refusal(
                    GossipGuards.peerShare,
                    "\(Self.countMaxPerSource) came by way of \(root.number) already")
            }
        }
        if guards.has(GossipGuards.peerRoom), entries.count >= Self.countMax {
            return Self.refusal(GossipGuards.peerRoom, "\(Self.countMax) are known already")
        }
        entries.append(Entry(peer: peer, root: root))
        return nil
    }

    private func beginning(of source: PeerAddress) -> PeerAddress {
        entries.first { $0.peer == source }?.root ?? source
    }

    private static func refusal(_ by: Guard, _ message: String) -> Refusal {
        Refusal(index: nil, by: by, message: message)
    }
}

/// The sources for which a node makes costly checks.
///
/// Honest nodes pass on only blocks that they took, so that the sender of a wrong block has not
/// checked it. After a wrong block, its source gets no costly check for ``pauseSeconds``: that is
/// all that it can make a node spend. Each peer has a budget of its own, and all sources that are
/// no peers share one: that many costly checks can the same wrong block cause.
package struct SourceBudget: Sendable {
    package static let pauseSeconds = 600

    /// The end of each peer's pause, in seconds since 1970; the key nil stands for all sources that
    /// are no peers.
    private var pausedUntilSeconds: [PeerAddress?: Int] = [:]  // looked up, never iterated

    package init() {}

    /// The refusal while a source is paused; nil if the costly check may be made for it.
    ///
    /// - Parameter source: nil for a source that is no peer.
    package func refusal(for source: PeerAddress?, clockSeconds: Int) -> Refusal? {
        guard let until = pausedUntilSeconds[source], clockSeconds < until else { return nil }
        return Refusal(
            index: nil, by: GossipGuards.budget, message: "its source sent a wrong block before")
    }

    package mutating func noteWrongBlock(from source: PeerAddress?, clockSeconds: Int) {
        pausedUntilSeconds[source] = clockSeconds + Self.pauseSeconds
    }
}
