internal import Chains
internal import Cryptography

/// A node as it stands, in values: all that the referee sees of it.
struct NodeView {
    let height: Int
    /// The main chain's blocks as they are stored, from genesis on; or why the store gives none.
    let blocks: Result<[[UInt8]], any Error>
    let stateDigest: Digest
    let head: String
    /// Balances as "address balance".
    let accounts: [String]
    let peers: [PeerAddress]
    /// Whether the trial has no other node.
    let isAlone: Bool
    /// Whether a block is known by its id of 32 bytes, on the main chain or not.
    var knows: (_ id: [UInt8]) -> Bool
    let clockSeconds: Int
}
