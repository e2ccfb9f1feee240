import Disputes
import TestSupport
import Testing
import ToyRuns
import TraceMutations
import Traces

@Suite("Comparison of forged traces") struct ForgedTraceTests {
    private static let levels: [TraceLevel] = [
        .layers, .operations, .values(operation: "h.1.attn.scores"),
        .values(operation: ScheduledOperation.proofRows), .weights(parameter: "wte"),
    ]

    /// The one that is altered, then those that lend parts: of the same levels with a fault, and of
    /// a part of the run.
    private static func files(_ level: TraceLevel) throws -> [[UInt8]] {
        let run = ToyRun()
        let faulty = run.with { $0.faults = [.init(prompt: 1, operation: "h.1.attn.qkv")] }
        let early = run.with { $0.stopsBefore = "h.2.attn.heads" }
        return try [run, faulty, early].map { try $0.trace(level).encoded() }
    }

    @Test(
        "A damaged or forged trace never matches its original: refused, inconclusive or different.",
        arguments: levels.indices)
    func neverMatches(index: Int) throws {
        let files = try Self.files(Self.levels[index])
        let original = try Trace(decoding: files[0])
        #expect(try Comparison(original, original).verdict == .match)
        var verdictCount = 0
        for number in 0..<Thoroughness.count(2000, else: 60) {
            let seed = UInt64(index * 10_000 + number)
            var generator = SeededGenerator(seed: seed)
            let mutation = try TraceMutation.next(of: files, using: &generator)
            guard mutation.altersEvidence, let trace = try? Trace(decoding: mutation.bytes)
            else { continue }
            for (left, right) in [(original, trace), (trace, original)] {
                guard let comparison = try? Comparison(left, right) else { continue }
                verdictCount += 1
                #expect(
                    comparison.verdict != .match,
                    "seed \(seed), \(mutation.description): \(comparison.explanation)")
            }
        }
        #expect(verdictCount > 0)
    }
}
