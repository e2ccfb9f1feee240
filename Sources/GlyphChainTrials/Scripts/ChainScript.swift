internal import Scenarios
internal import Trials

/// The difference between a trial by a script and one by a scenario.
struct ChainScript {
    /// Peers that scripts cannot be: their connections are numbered from 1 to 1,000.
    static let distantPeer: UInt32 = 9_001
    /// Honest peers that make themselves known when the network is judged, by way of that one.
    static let newcomerCount = 4
    static let sources = 1...1_000
    /// Waiting payments that a node has room for.
    static let waitingCountMax = 1_000
    /// The last time that a script may let come, seconds since 1970: in 34,000 years.
    static let clockSecondsMax = 1 << 40
    /// Nonces that both chains write and that the referee reads.
    static let nonceMax = 1 << 53
    /// A file that scripts may change.
    static let fileByteCountMax = 32 << 20
    /// Comparisons of bytes that a search for a text may take.
    static let searchMax = 1 << 28
    static let editCountMax = 32
    /// Bytes of what is altered: each edit reads them all, at each depth.
    static let alteredByteCountMax = 1 << 20
    static let spliceCountMax = 64
    /// Bytes of an answer, before they are written as base64.
    static let answerByteCountMax = 700_000

    /// Honest actors whose names steps may give.
    let cast: [String]

    /// All whose keys nobody else has: those of the cast, and those who use the chain after the
    /// attack. Names of scripts have no spaces.
    var honestNames: [String] {
        cast + ["poll payer", "poll payee", "poll miner", "poll peer", "the next miner"]
    }
}
