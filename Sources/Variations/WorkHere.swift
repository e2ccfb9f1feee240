internal import Architectures
internal import Fingerprints
internal import Inference
internal import Proving
internal import Tensors
internal import Traces

/// A run in this process, and in which it differs from the usual one.
struct WorkHere: Sendable {
    /// Nil for the backend of the usual run.
    var backend: (any ExactGEMM)?
    var threadCount: Int
    var batchPromptCount = ReceiptRun.Settings.batchPromptCountDefault
    var shortcuts = Shortcuts.none
    var form = EngineForm.batch
    var order = PromptOrder.asAsked
    /// Whether nobody looks on: only proofs come out.
    var isUntraced = false
    /// The operation from whose output the run goes on.
    var start: Station?
    var fault: SingleBit?

    /// The usual run.
    init(threadCount: Int) {
        self.threadCount = threadCount
    }

    var settings: ReceiptRun.Settings {
        ReceiptRun.Settings(
            threadCount: threadCount, batchPromptCount: batchPromptCount, shortcuts: shortcuts)
    }

    /// Why records may be missing; nil where none may be.
    var expectedGap: NotComputedReason? {
        if start != nil { return .beforeSnapshot }
        return shortcuts.stopsEarly ? .stopsEarly : nil
    }
}

/// The order in which prompts are handed to the engine.
enum PromptOrder: Sendable {
    case asAsked
    case reversed
    /// The even ones, then the odd ones, so that every batch has other neighbours.
    case interleaved
    case drawn(seed: String)

    /// The place, among those that were asked, of each prompt that is run.
    func places(_ count: Int) -> [Int] {
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
