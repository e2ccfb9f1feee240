import Benchmarks

/// The measurements of a bench, each tried by itself: one that cannot be made costs no other.
struct BenchAttempts {
    struct Skipped {
        let model: String
        let what: String
        let why: String
    }

    private(set) var skipped: [Skipped] = []
    /// The first failure that is none of the model's: what is told in the end.
    private(set) var failure: (any Error)?

    /// Makes a measurement. What the model's context forbids is skipped with its reason; any other
    /// failure is kept until all is done.
    mutating func attempt(_ what: String, of model: String, _ measure: () throws -> Void) {
        do {
            try measure()
        } catch BenchmarkError.beyondContext(let tokens, let context) {
            skipped.append(
                Skipped(
                    model: model, what: what,
                    why: "needs a context of \(tokens) tokens, and the model's has \(context)"))
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            skipped.append(Skipped(model: model, what: what, why: why))
            failure = failure ?? error
        }
    }
}
