internal import MeshNetwork

/// A node's way into its mesh.
struct Joining {
    static let pauseMilliseconds = 500
    /// The pause of a node that was in its mesh and knows nobody any more.
    static let lonelyMilliseconds = 10_000
    /// The time that others have to get to know a node that has just joined.
    static let meetingMilliseconds = 1_500

    let peers: [MeshPeerAddress]
    /// Whether the node is still to join; nodes that start a swarm are in it.
    var isWanted: Bool
    /// The task under way.
    var task: UInt64?
    var nextTry = 0
    /// The time of a join that others are still to take notice of.
    var joinedAt: Int?
    /// Whether a node has asked this one for something since it began.
    var isAsked = false

    init(_ peers: [MeshPeerAddress]) {
        self.peers = peers
        isWanted = !peers.isEmpty
    }

    func peer(at address: MeshAddress) -> MeshPeerAddress? {
        peers.first { $0.address == address }
    }
}
