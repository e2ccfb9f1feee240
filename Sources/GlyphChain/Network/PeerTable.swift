public import Trials

/// The peers that a node knows, few enough that nobody can make it run out of memory.
public struct PeerTable: Sendable {
    public static let countMax = 64
    /// In `hardened`, as many as one peer can put there, so that none fills the table alone.
    public static let countMaxPerSource = 8

    private struct Entry: Sendable {
        let peer: PeerAddress
        /// Who named it; nil for one that the node was given.
        let source: PeerAddress?
    }

    private let profile: Profile
    private let own: PeerAddress
    /// In the order in which they came.
    private var entries: [Entry] = []

    public init(profile: Profile, own: PeerAddress, given: [PeerAddress]) {
        self.profile = profile
        self.own = own
        for peer in given { _ = add(peer, from: nil) }
    }

    public var peers: [PeerAddress] { entries.map(\.peer) }

    /// Whether it is new and has room. In `published` the first to come fill the table.
    public mutating func add(_ peer: PeerAddress, from source: PeerAddress?) -> Bool {
        guard peer != own, entries.count < Self.countMax,
            !entries.contains(where: { $0.peer == peer })
        else { return false }
        if profile == .hardened, let source,
            entries.count(where: { $0.source == source }) >= Self.countMaxPerSource
        {
            return false
        }
        entries.append(Entry(peer: peer, source: source))
        return true
    }
}

/// Whom a node spends inferences on.
///
/// A block that does not hold was not checked by whoever sent it, for honest nodes pass on nothing
/// else than what they took. One such block, and its source gets no inference for some time: that
/// is all that it can make a node spend. A stamp can serve several sources, of which a node listens
/// to no more than its table has peers.
public struct InferenceBudget: Sendable {
    public static let pauseSeconds = 600

    private var pausedUntilSeconds: [PeerAddress: Int] = [:]  // looked up, never iterated

    public init() {}

    /// What a block is refused by that only an inference could judge, where its source gets none.
    public func refusal(for source: PeerAddress, clockSeconds: Int) -> Refusal? {
        guard let until = pausedUntilSeconds[source], clockSeconds < until else { return nil }
        return Refusal(
            index: nil, by: GossipGuards.budget, message: "its source sent a wrong block before")
    }

    public mutating func noteWrongBlock(from source: PeerAddress, clockSeconds: Int) {
        pausedUntilSeconds[source] = clockSeconds + Self.pauseSeconds
    }
}
