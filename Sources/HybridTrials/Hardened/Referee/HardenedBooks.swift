/// The referee's notes on a hardened network: all that the attacker sent, and where it was heard.
struct HardenedBooks {
    struct Shown {
        let bytes: [UInt8]
        let isBlock: Bool
        let isTaken: Bool
        /// The slot and the head at the node when it came.
        let slot: UInt64
        let head: [UInt8]
    }

    private(set) var shown: [Shown] = []
    /// Ids of deltas that lie.
    private(set) var lies: [[UInt8]] = []
    /// Checkpoints that a node called final, in their order.
    private(set) var finalised: [RefereeCheckpoint] = []
    /// Requests that the engine should have refused and did not, and the other way round.
    private(set) var engineFaults: [String] = []
    /// Messages of the attacker's that were refused for a signature.
    private(set) var wastedCheckCount = 0
    var sentByteCount: Int { shown.reduce(0) { $0 + $1.bytes.count } }

    mutating func note(_ one: Shown) { shown.append(one) }

    mutating func note(checks count: Int) { wastedCheckCount += count }

    mutating func note(lie id: [UInt8]) { lies.append(id) }

    mutating func note(finalised checkpoint: RefereeCheckpoint) {
        if finalised.last != checkpoint { finalised.append(checkpoint) }
    }

    mutating func note(engineFault text: String) { engineFaults.append(text) }
}
