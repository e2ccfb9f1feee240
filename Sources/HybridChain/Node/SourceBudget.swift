internal import Trials

/// The costs that each source has wasted: messages that were refused only after a signature was
/// checked or an update was re-executed.
struct SourceBudget {
    private struct Wasted {
        let milliseconds: Int
        var count: Int
    }

    private var wasted: [Source: Wasted] = [:]  // looked up, never iterated

    /// Guards that stand behind a costly check: they, and that check itself, waste it.
    private static let costly: [Guard] = [
        HybridGuards.deltaRange, HybridGuards.deltaSignature, HybridGuards.aggregate,
        HybridGuards.lossGate, HybridGuards.ackSignature, HybridGuards.proposalSignature,
        HybridGuards.state, HybridGuards.evidenceSignature, HybridGuards.evidenceUpdate,
        HybridGuards.evidenceDeltas, HybridGuards.evidenceNotWrong,
        HybridGuards.voteSignature,
    ]

    func isSpent(_ source: Source, at clock: LogicalClock) -> Bool {
        guard let wasted = wasted[source] else { return false }
        return clock.milliseconds - wasted.milliseconds < HybridNodeLimits.wastedMilliseconds
            && wasted.count >= HybridNodeLimits.wastedCountMax
    }

    mutating func note(_ refusal: Refusal, _ source: Source, at clock: LogicalClock) {
        guard Self.costly.contains(refusal.by) else { return }
        var record = wasted[source] ?? Wasted(milliseconds: clock.milliseconds, count: 0)
        if clock.milliseconds - record.milliseconds >= HybridNodeLimits.wastedMilliseconds {
            record = Wasted(milliseconds: clock.milliseconds, count: 0)
        }
        record.count += 1
        wasted[source] = record
    }
}
