internal import LearningNetwork
internal import Routing
internal import Trials

/// The surfaces of a published node. Behind each stands the published method itself: as shipped, no
/// message of a peer reaches one.
enum PublishedLearningSurfaces {
    /// A peer's training chain: a list of its blocks.
    static let chain = Surface("chain")
    /// The word of a peer about itself: `{"node_id":…}`, and its reputation.
    static let peer = Surface("peer")
    /// A request of any kind: `METHOD TARGET`, a line feed, and the body.
    static let http = Surface("http")

    static let all = [
        LearningSurfaces.transaction, LearningSurfaces.proof, LearningSurfaces.block, chain,
        LearningSurfaces.gossip, http, peer, LearningSurfaces.store,
    ]

    static func request(_ bytes: [UInt8]) -> WebRequest {
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        let words = lines[0].split(
            separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        return WebRequest(
            method: String(decoding: words[0], as: UTF8.self),
            path: words.count > 1 ? String(decoding: words[1], as: UTF8.self) : "",
            query: "", body: lines.count > 1 ? Array(lines[1]) : [])
    }
}
