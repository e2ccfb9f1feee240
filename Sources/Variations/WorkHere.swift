package import Architectures
internal import Fingerprints
internal import Inference
package import Proving
package import Tensors
package import Traces

/// A run in this process, and the settings in which it differs from the usual one.
package struct WorkHere: Sendable {
    /// The backend; nil for that of the usual run.
    package var backend: (any ExactGEMM)?
    package var threadCount: Int
    package var batchPromptCount = GoldenRun.Settings.batchPromptCountDefault
    package var shortcuts = Shortcuts.none
    package var form = EngineForm.batch
    package var order = PromptOrder.asAsked
    /// Whether the run has no trace, only proofs.
    package var isUntraced = false
    /// The operation after which the run continues from a snapshot; nil for a run from the start.
    package var start: Station?
    var fault: SingleBit?

    /// The usual run.
    package init(threadCount: Int) {
        self.threadCount = threadCount
    }

    var settings: GoldenRun.Settings {
        GoldenRun.Settings(
            threadCount: threadCount, batchPromptCount: batchPromptCount, shortcuts: shortcuts)
    }

    /// The reason for which records may be missing; nil where none may be.
    package var expectedGap: NotComputedReason? {
        if start != nil { return .beforeSnapshot }
        return shortcuts.stopsEarly ? .stopsEarly : nil
    }
}

/// The order in which prompts are handed to the engine.
package enum PromptOrder: Sendable {
    case asAsked
    case reversed
    /// The even prompts, then the odd ones, so that every batch has other neighbours.
    case interleaved
    case drawn(seed: String)

    /// The places of the prompts, among those asked for, in the order in which they run.
    package func places(_ count: Int) -> [Int] {
        switch self {
        case .asAsked: return Array(0..<count)
        case .reversed: return Array((0..<count).reversed())
        case .interleaved:
            return Array(stride(from: 0, to: count, by: 2))
                + Array(stride(from: 1, to: count, by: 2))
        case .drawn(let seed):
            var random = PythonRandom(seed: seed)
            return random.sample(count, below: count)
        }
    }
}
