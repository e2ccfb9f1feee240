/// The referee's notes on one published network: the doings of honest parties, as they did them.
struct PublishedHybridBooks {
    /// An honest trainer's delta.
    struct Delta {
        let trainer: String
        let bytes: [UInt8]
        /// The elements of its one tensor.
        let elements: [Int]
    }

    /// An honest client's job.
    struct Job {
        /// `headBlockHash` without `0x`.
        let head: String
        let payload: String
        /// The number of each turn in which the payload was asked for, with whether the update's
        /// acknowledgement was there.
        var asks: [(turn: Int, isAcknowledged: Bool)] = []
    }

    var deltas: [Delta] = []
    /// Identifiers of honest blocks.
    var blocks: [[UInt8]] = []
    var jobs: [Job] = []
    /// Rounds of training so far.
    var roundCount = 0

    func isHonest(block identifier: [UInt8]) -> Bool { blocks.contains(identifier) }
}
