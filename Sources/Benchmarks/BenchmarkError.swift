/// Reasons for which a measurement does not count.
package enum BenchmarkError: Error, Equatable, CustomStringConvertible {
    /// The same work gave two results.
    case notRepeated(series: BenchmarkPoint.Series, first: String, then: String)
    /// A start from a cache was to be measured, and the integers did not come from a cache.
    case notCached(model: String)
    /// A run with a trace had other proofs than one without.
    case changedByTrace(first: String, then: String)
    /// The model's context is too short for the work.
    case beyondContext(tokenCount: Int, contextTokenCount: Int)
    /// The work went wrong: what was expected, and what came.
    case failed(String)

    package var description: String {
        switch self {
        case .notRepeated(let series, let first, let then):
            "bench: \(series.rawValue): expected the digest \(first) again, got \(then)"
        case .notCached(let model):
            "bench: \(model): expected its integers from a cache, got them from its weights; "
                + "'glyphlab prove --cache' tells why"
        case .changedByTrace(let first, let then):
            "bench: trace: expected the ultimate hash \(first) with every trace, got \(then)"
        case .beyondContext(let tokens, let context):
            "bench: expected a context of at least \(tokens) tokens, got \(context)"
        case .failed(let what):
            "bench: \(what)"
        }
    }
}
