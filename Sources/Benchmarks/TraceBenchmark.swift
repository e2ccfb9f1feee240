internal import Fingerprints
internal import Platform
public import Proving
public import Traces

/// The cost of tracing: the receipt without a trace and at each level, in turn, within one run.
public struct TraceBenchmark {
    /// The receipt run in one way.
    public struct Point: Sendable {
        /// Nil without a trace.
        public let level: TraceLevel?
        public let promptCount: Int
        /// The fastest and the slowest of the repetitions, the file's bytes made among them.
        public let nanoseconds: Int
        public let nanosecondsSlowest: Int
        /// Of the file; nil without a trace.
        public let byteCount: Int?
        /// ``GoldenRun/ultimateHash``: the same with and without.
        public let digest: String
    }

    private static let levels: [TraceLevel?] = [nil, .layers, .operations]

    /// Runs every way `repeatCount` times, in turn, so that what else the machine does meets all.
    ///
    /// **Throws:** ``BenchmarkError/changedByTrace(first:then:)`` where proofs differ between any
    /// two runs, and as ``TracedRun``. **Precondition:** repeatCount ≥ 1.
    public static func points(
        prover: Prover, model: TracedModel, promptCount: Int, repeatCount: Int,
        settings: GoldenRun.Settings, onRun: () -> Void
    ) throws -> [Point] {
        var times = [[Int]](repeating: [], count: levels.count)
        var byteCounts = [Int?](repeating: nil, count: levels.count)
        var digests: [String] = []
        let challenges = try TracedChallenge.receipt(
            promptCount: promptCount, tokenizer: prover.tokenizer)
        for _ in 0..<repeatCount {
            for (index, level) in levels.enumerated() {
                let watch = Stopwatch()
                if let level {
                    let run = try TracedRun(
                        prover: prover, challenges: challenges, level: level, model: model,
                        settings: settings)
                    byteCounts[index] = try run.trace.encoded().count
                    digests.append(GoldenPrompts.ultimateHash(run.proofHashes.compactMap(\.self)))
                } else {
                    digests.append(
                        try GoldenRun(
                            prover: prover, promptCount: promptCount, settings: settings
                        ).ultimateHash)
                }
                times[index].append(watch.nanoseconds)
                onRun()
            }
        }
        for digest in digests where digest != digests[0] {
            throw BenchmarkError.changedByTrace(first: digests[0], then: digest)
        }
        return levels.indices.map { index in
            Point(
                level: levels[index], promptCount: promptCount, nanoseconds: times[index].min()!,
                nanosecondsSlowest: times[index].max()!, byteCount: byteCounts[index],
                digest: digests[0])
        }
    }

    /// How many runs ``points(prover:model:promptCount:repeatCount:settings:onRun:)`` makes.
    public static func runCount(repeatCount: Int) -> Int { levels.count * repeatCount }
}
