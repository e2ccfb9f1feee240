package import Trials

/// The peers that a node knows, few enough that nobody can make it run out of memory. One that is
/// there stays: nobody can push out the peers that a node was given.
package struct PeerTable: Sendable {
    package static let countMax = 64
    /// Where sources are limited, as many as one given peer can put there, with all whom it named
    /// and all whom these name: a liar among the given ones fills no more of the table by lying in
    /// many names.
    package static let countMaxPerSource = 8

    private struct Entry: Sendable {
        let peer: PeerAddress
        /// Who stands at the beginning of the names that led here; nil for one that was given.
        let root: PeerAddress?
    }

    private let limitsSources: Bool
    private let own: PeerAddress
    private let guards: Guards
    /// In the order in which they came.
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

    /// Adds a peer; what stops that. One that is there, and the node itself, are passed over. Where
    /// sources are not limited, the first to come fill the table.
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

/// The sources that a node spends costly checks on.
///
/// A block that does not hold was not checked by its sender, for honest nodes pass on nothing else
/// than what they took. One such block, and its source gets no costly check for some time: that is
/// all that it can make a node spend. One block can serve several sources: as many as the table has
/// peers, and one more, for all who are no peers share what one has.
package struct SourceBudget: Sendable {
    package static let pauseSeconds = 600

    /// By peer; nil for all others.
    private var pausedUntilSeconds: [PeerAddress?: Int] = [:]  // looked up, never iterated

    package init() {}

    /// The refusal while a source is paused; nil if the costly check may be made for it.
    ///
    /// - Parameter source: nil for one that is no peer.
    package func refusal(for source: PeerAddress?, clockSeconds: Int) -> Refusal? {
        guard let until = pausedUntilSeconds[source], clockSeconds < until else { return nil }
        return Refusal(
            index: nil, by: GossipGuards.budget, message: "its source sent a wrong block before")
    }

    package mutating func noteWrongBlock(from source: PeerAddress?, clockSeconds: Int) {
        pausedUntilSeconds[source] = clockSeconds + Self.pauseSeconds
    }
}
