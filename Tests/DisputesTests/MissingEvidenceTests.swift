import Disputes
import TestSupport
import Testing
import ToyRuns
import Traces

@Suite("Missing evidence") struct MissingEvidenceTests {
    @Test("A copy with records, prompts or values gone is never a match")
    func neverMatch() throws {
        let run = ToyRun(layerCount: 2, promptCount: 3)
        let levels: [TraceLevel] = [
            .layers, .operations, .values(operation: "h.1.attn.out"),
            .values(operation: "proof.rows"),
        ]
        for seed in 0..<UInt64(Thoroughness.count(20_000, else: 400)) {
            var generator = SeededGenerator(seed: seed)
            let whole = run.trace(levels[Int.random(in: 0..<levels.count, using: &generator)])
            var part = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                Self.drop(from: &part, using: &generator)
            }
            let isSwapped = Bool.random(using: &generator)
            let result = try isSwapped ? Comparison(part, whole) : Comparison(whole, part)
            // What is left is equal, so that nothing is accused either.
            #expect(
                result.verdict == .inconclusive, "seed \(seed), \(whole.level): \(result.verdict)")
            if result.proofs == .match {
                #expect(
                    zip(part.prompts, whole.prompts).allSatisfy {
                        $0.records.last == $1.records.last
                    }
                        && part.prompts.count == whole.prompts.count, "seed \(seed)")
            }
        }
    }

    private static func drop(from trace: inout Trace, using generator: inout SeededGenerator) {
        guard !trace.prompts.isEmpty else { return }
        let prompt = Int.random(in: 0..<trace.prompts.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: trace.prompts.remove(at: prompt)
        case 1: trace.prompts.removeSubrange(prompt...)
        default:
            let record = Int.random(in: 0..<trace.schedule.count, using: &generator)
            let reason = NotComputedReason.allCases.randomElement(using: &generator)
            trace.prompts[prompt].records[record] = .notComputed(reason ?? .stopsEarly)
            let isLast = record == trace.schedule.count - 1
            if isLast { trace.prompts[prompt].values = [] }
        }
    }

    @Test("Two copies that lack the same for another reason than early stop do not match")
    func sameGap() throws {
        let run = ToyRun()
        for (reason, place, expected) in [
            (NotComputedReason.sharedPrefix, 3, ComparisonVerdict.inconclusive),
            (.stopsEarly, 3, .inconclusive), (.stopsEarly, 5, .inconclusive),
        ] {
            var trace = run.trace(.layers)
            for prompt in trace.prompts.indices {
                trace.prompts[prompt].records[place] = .notComputed(reason)
            }
            #expect(try Comparison(trace, trace).verdict == expected, "\(reason) at \(place)")
        }
    }

    @Test("Files of nothing are no match")
    func nothing() throws {
        let run = ToyRun(promptCount: 0)
        let result = try Comparison(run.trace(.operations), run.trace(.operations))
        #expect(result.verdict == .inconclusive)
        #expect(result.explanation == "Nothing is in both files: nothing was compared.")
    }

    @Test("Files without the digests of their weights do not match on a hash alone")
    func noTensors() throws {
        for level in [TraceLevel.layers, .operations, .values(operation: "h.1.attn.out")] {
            var trace = ToyRun().trace(level)
            #expect(try Comparison(trace, trace).verdict == .match)
            trace.model.tensors = []
            let result = try Comparison(trace, trace)
            #expect(result.verdict == .inconclusive)
            #expect(result.explanation.contains("neither file has the digests of its weights"))
        }
    }

    @Test("A difference is not lost beside a gap")
    func difference() throws {
        let run = ToyRun()
        let other = run.with {
            $0.faults = [.init(prompt: 1, operation: "h.2.attn.probs")]
            $0.stopsBefore = "h.2.mlp.fc"
        }
        let result = try Comparison(run.trace(.operations), other.trace(.operations))
        #expect(result.verdict == .root && result.operation == "h.2.attn.probs")
    }
}
