internal import Encodings
package import Trials

/// The engine at a validator's node: jobs to build blocks on heads that the node has judged.
///
/// A job is known by what it is about, so that a restart repeats no id for anything else. The block
/// of a job is the node's own of that slot, where it builds one; on another branch it is an empty
/// one. No slot gets two headers: the node's record of what was signed covers the engine's, too.
/// **Bounds:** ``jobCountMax`` jobs; the oldest goes for a new one.
package struct HybridEngine {
    package static let jobCountMax = 64

    private struct Job {
        let head: [UInt8]
        let slot: UInt64
        let proposer: UInt16
        let beganAt: Int
        var block: HybridBlock?
    }

    private var jobs: [[UInt8]: Job] = [:]  // looked up, never iterated
    private var order: [[UInt8]] = []
    private var tickCount = 0

    package init() {}

    package var jobCount: Int { order.count }

    /// The hash that a text is: exactly `0x` and 64 lower-case hexadecimal digits of UTF-8.
    package static func hash(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count == 66, text.starts(with: "0x".utf8) else { return nil }
        return Hexadecimal.bytes(of: String(decoding: text.dropFirst(2), as: UTF8.self))
    }

    /// H(`payload`, head ‖ u64 slot ‖ u16 proposer).
    package static func jobID(head: [UInt8], slot: UInt64, proposer: UInt16) -> [UInt8] {
        HybridDomain.digest("payload", head, slot.hybridBytes, proposer.hybridBytes)
    }

    /// Tells that time has passed, as the node is told.
    package mutating func tick(_ count: Int = 1) {
        tickCount = min(tickCount &+ max(count, 0), 1 << 60)
    }

    /// Checks a head. **Throws:** ``HybridEngineError`` of one that the node has not judged.
    package func choose(
        head: [UInt8], at node: HybridNode
    ) throws(HybridEngineError) {
        guard node.tree.tip(head) != nil else { throw .unknownHead }
    }

    /// Begins a job: a block of the node's present slot on a head. **Result:** its id, the same for
    /// the same job.
    package mutating func begin(
        head: [UInt8], at node: HybridNode
    ) throws(HybridEngineError) -> [UInt8] {
        guard let tip = node.tree.tip(head) else { throw .unknownHead }
        let slot = node.slot
        guard let proposer = node.validatorIndex, slot > tip.slot,
            slot - tip.slot <= HybridLimits.slotJumpMax,
            node.rules.state(on: tip, slot: slot).active.contains(proposer)
        else { throw .noProposer }
        let id = Self.jobID(head: head, slot: slot, proposer: proposer)
        guard jobs[id] == nil else { return id }
        if order.count >= Self.jobCountMax { jobs[order.removeFirst()] = nil }
        jobs[id] = Job(head: head, slot: slot, proposer: proposer, beganAt: tickCount)
        order.append(id)
        return id
    }

    /// The block of a job; nil while its quorum is waited for, up to
    /// ``HybridNodeLimits/quorumTicks``.
    ///
    /// **Result:** also the node's messages. **Throws:** ``HybridEngineError``.
    package mutating func payload(
        _ id: [UInt8], at node: HybridNode
    ) throws(HybridEngineError) -> (block: HybridBlock?, messages: [Reply.Message]) {
        guard let job = jobs[id] else { throw .unknownPayload }
        if let block = job.block { return (block, []) }
        if let block = node.ownBlock(on: job.head, slot: job.slot) {
            jobs[id]?.block = block
            return (block, [])
        }
        let isLate = tickCount - job.beganAt >= HybridNodeLimits.quorumTicks
        let messages = node.propose(on: job.head, slot: job.slot, isLate: isLate)
        if let block = node.ownBlock(on: job.head, slot: job.slot) {
            jobs[id]?.block = block
            return (block, messages)
        }
        guard !isLate else { throw .notBuilt }
        return (nil, messages)
    }

    /// Has the node judge a block, with the deltas beside it, by the order of the page.
    ///
    /// **Result:** the node's reply: the block is valid where nothing was refused.
    package func judge(
        _ bundle: HybridBundle, at node: HybridNode, from source: Source,
        clock: LogicalClock
    ) throws -> Reply {
        try node.submit(
            HybridMessage(.bundle, bundle.bytes).bytes, to: HybridSurfaces.gossip, from: source,
            at: clock)
    }
}
