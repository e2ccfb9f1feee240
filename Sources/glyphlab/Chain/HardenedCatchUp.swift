import BigInt
import Chains
import HardenedNode
import NodeServing
import Platform

/// A round of a hardened node with nodes that it is given, to its end.
struct HardenedCatchUp {
    static let endMilliseconds = 30_000
    /// The time that may go by without a new block.
    private static let patienceMilliseconds = 60_000
    private static let lookMilliseconds = 50
    private static let caller = HTTPCaller(
        userAgent: ThisRun.userAgent,
        limits: HTTPCallLimits(
            milliseconds: 10_000, connectMilliseconds: 3_000,
            answerByteCountMax: HardenedNodeLimits.jsonByteCountMax))

    private let party: HardenedParty
    private let stop: NodeStop

    init(_ party: HardenedParty, stop: NodeStop) {
        self.party = party
        self.stop = stop
    }

    /// Catches up with each in turn: until the node has its tip, or as much work, or gives it up.
    func run(with peers: [NodeAddress]) -> [SyncReport.Answer] {
        party.begin()
        return peers.map(answer)
    }

    private func answer(of peer: NodeAddress) -> SyncReport.Answer {
        let url = "http://\(peer)"
        func answer(
            _ verdict: SyncReport.Verdict, _ reason: String, _ count: Int = 0
        ) -> SyncReport.Answer {
            SyncReport.Answer(
                url: url, verdict: verdict, reason: reason, verifiedCount: count)
        }
        let status: NodeStatus
        switch Self.caller.result(of: HTTPCall(.get, url + NodeStatus.path)) {
        case .answered(200, let body):
            guard let read = NodeStatus(bytes: body) else {
                return answer(.noAnswer, "an answer that is no hardened node's")
            }
            status = read
        case .answered(let code, _): return answer(.noAnswer, "status \(code)")
        case .unreachable(let why), .badAnswer(let why): return answer(.noAnswer, why)
        case .timedOut: return answer(.noAnswer, "no answer in time")
        }
        let before = party.read(\.status)
        guard before.chain == status.chain else {
            return answer(.refused, "a node of another chain")
        }
        if before.tip.utf8.elementsEqual(status.tip.utf8) {
            return answer(.inSync, "has the same tip")
        }
        guard let claimed = BigInt(status.work), let own = BigInt(before.work), claimed > own
        else { return answer(.refused, "has no more work") }
        let judgedBefore = party.read(\.counts.judgedBlocks)
        let isReached = follow(until: claimed)
        let count = party.read(\.counts.judgedBlocks) - judgedBefore
        return isReached
            ? answer(.adopted, "more work and fully valid", count)
            : answer(.refused, "its blocks were refused, or did not come", count)
    }

    /// Waits while blocks come. **Result:** whether the node has as much work now.
    private func follow(until work: BigInt) -> Bool {
        var last = Stopwatch()
        var judged = party.read(\.counts.judgedBlocks)
        while !stop.isOrdered, party.fault == nil {
            let (now, ownWork, isBanned) = party.read {
                ($0.counts.judgedBlocks, $0.node.work, $0.peers.isEmpty && !$0.hasWork)
            }
            if ownWork >= work { return true }
            if now != judged { (judged, last) = (now, Stopwatch()) }
            let milliseconds = last.nanoseconds / 1_000_000
            if milliseconds > Self.patienceMilliseconds { return false }
            // Given up by the node: nothing is asked of the peer any more.
            if isBanned, milliseconds > Self.patienceMilliseconds / 6 { return false }
            Pause.wait(milliseconds: Self.lookMilliseconds)
        }
        return false
    }
}
