/// A node of a network that finds records by their keys' distance.
package protocol SimulatedPeer: SimulatedNode {
    /// The nodes that it knows, by buckets in the order of the id space.
    var table: [PeerBucket] { get }
    /// Whether others find an item's record here.
    func holds(item: Int) -> Bool
}

/// A bucket of a routing table.
package struct PeerBucket: Sendable, Equatable {
    /// How many bits the bucket's ids have in common: those of its range.
    package let depth: Int
    /// The numbers of its nodes, oldest first.
    package let nodes: [Int]

    package init(depth: Int, nodes: [Int]) {
        self.depth = depth
        self.nodes = nodes
    }
}

/// The nodes of one kind, and what they know before they start: keys, who is registered, who is an
/// accomplice.
package protocol PeerWorld: Sendable {
    associatedtype Peer: SimulatedPeer

    /// The name of the rules: "published".
    static var profile: String { get }

    init(_ plan: CampaignPlan) throws

    /// A new node, by its number. May be called on any thread.
    func peer(_ number: Int) -> Peer

    /// The value that a look-up of an item should find.
    func value(ofItem item: Int) -> [UInt8]

    /// The first 64 bits of a node's id: its place in the id space.
    func position(ofNode number: Int) -> UInt64

    /// The first 64 bits of an item's key.
    func position(ofItem item: Int) -> UInt64
}
