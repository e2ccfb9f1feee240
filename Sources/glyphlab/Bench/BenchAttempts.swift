import Benchmarks
import Reports

/// The measurements of a bench, each tried by itself: one that cannot be made costs no other.
struct BenchAttempts {
    private(set) var skipped: [SkippedMeasurement] = []
    /// The first failure that is not the model's own, which the command reports in the end.
    private(set) var failure: (any Error)?

    /// Makes a measurement. What the model's context forbids is skipped with its reason; any other
    /// failure is kept until all is done.
    mutating func attempt(_ name: String, of model: String, _ measure: () throws -> Void) {
        do {
            try measure()
        } catch BenchmarkError.beyondContext(let tokens, let context) {
            skipped.append(
                SkippedMeasurement(
                    model: model, name: name,
                    reason: "needs a context of \(tokens) tokens, and the model's has \(context)"))
        } catch {
            let reason = (error as? Failure)?.message ?? "\(error)"
            skipped.append(SkippedMeasurement(model: model, name: name, reason: reason))
            failure = failure ?? error
        }
    }
}
