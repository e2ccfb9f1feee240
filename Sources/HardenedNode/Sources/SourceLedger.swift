/// A source that answers for what it sends: a peer that was asked, or the network group of whoever
/// called.
enum BlockSource: Sendable, Hashable, CustomStringConvertible {
    case peer(NodeAddress)
    case caller(SourceGroup)

    var description: String {
        switch self {
        case .peer(let address): "\(address)"
        case .caller(let group): "\(group)"
        }
    }
}

/// The sources that the node does not listen to for some time, and the inferences that callers
/// have wasted.
///
/// **Bounds:** as many sources as ``HardenedNodeLimits/sourceCountMax``: of more, the one whose
/// pause ends first is forgotten.
struct SourceLedger: Sendable {
    private struct Pause {
        let source: BlockSource
        var untilMilliseconds: Int
    }

    private var pauses: [Pause] = []
    /// The times of the last inferences that callers wasted.
    private var wasted: [Int] = []

    func isPaused(_ source: BlockSource, atMilliseconds milliseconds: Int) -> Bool {
        pauses.contains { $0.source == source && milliseconds < $0.untilMilliseconds }
    }

    mutating func pause(_ source: BlockSource, atMilliseconds milliseconds: Int) {
        pauses.removeAll { $0.source == source || $0.untilMilliseconds <= milliseconds }
        // All pauses are equally long: the first of them ends first.
        if pauses.count >= HardenedNodeLimits.sourceCountMax { pauses.removeFirst() }
        pauses.append(
            Pause(
                source: source,
                untilMilliseconds: milliseconds + HardenedNodeLimits.pauseMilliseconds))
    }

    /// Whether all callers together have wasted as many inferences as they may.
    mutating func areCallersSpent(atMilliseconds milliseconds: Int) -> Bool {
        wasted.removeAll { $0 + HardenedNodeLimits.pauseMilliseconds <= milliseconds }
        return wasted.count >= HardenedNodeLimits.strangerWasteMax
    }

    mutating func noteWaste(atMilliseconds milliseconds: Int) {
        if wasted.count >= HardenedNodeLimits.strangerWasteMax { wasted.removeFirst() }
        wasted.append(milliseconds)
    }
}
