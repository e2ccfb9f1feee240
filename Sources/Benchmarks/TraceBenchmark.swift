internal import Fingerprints
internal import Platform
package import Proving
package import Traces

/// The cost of tracing: the receipt without a trace and at each level, in turn, within one run.
package struct TraceBenchmark {
    /// The receipt run with a trace of one level, or without.
    package struct Point: Sendable {
        /// The trace's level; nil without a trace.
        package let level: TraceLevel?
        package let promptCount: Int
        /// The fastest and the slowest time of the repetitions, with making the file's bytes.
        package let nanoseconds: Int
        package let nanosecondsSlowest: Int
        /// The file's size; nil without a trace.
        package let byteCount: Int?
        /// ``GoldenRun/ultimateHash``: the same with and without a trace.
        package let digest: String
    }

    private static let levels: [TraceLevel?] = [nil, .layers, .operations]

    /// Runs every way `repeatCount` times, in turn, so that other work of the machine slows down
    /// all of them alike.
    ///
    /// **Throws:** ``BenchmarkError/changedByTrace(first:then:)`` where proofs differ between any
    /// two runs, and as ``TracedRun``. **Precondition:** repeatCount ≥ 1.
    package static func points(
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
    package static func runCount(repeatCount: Int) -> Int { levels.count * repeatCount }
}
