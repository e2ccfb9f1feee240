import Cryptography
import Disputes
import Fingerprints
import TestSupport
import Testing
import Traces
import Variations

/// What is said of runs that are not equal.
@Suite("The judge of variations") struct JudgeTests {
    private func result(
        expectedGap: NotComputedReason? = nil, _ change: (inout Trace) -> Void
    ) throws -> VariationOutcome.Result {
        let judge = try SmallMatrix.judge()
        var trace = judge.usual
        change(&trace)
        let subject = try SmallMatrix.subject()
        let run = RunHere(
            prover: subject.prover, model: subject.model, work: WorkHere(threadCount: 1))
        func again(_ level: TraceLevel) throws -> Trace {
            try run.trace(level, subject.challenges)
        }
        return try judge.result(
            trace, promptCount: SmallMatrix.promptCount, expectedGap: expectedGap,
            usualAgain: again, variedAgain: again)
    }

    private func difference(
        _ change: (inout Trace) -> Void
    ) throws -> VariationDifference? {
        guard case .differs(let difference) = try result(change) else { return nil }
        return difference
    }

    private static let other = Digests.sha256("other".utf8)

    @Test("A record that is missing without a reason, or for another one, is no equality.")
    func missingRecord() throws {
        let cases: [(NotComputedReason?, NotComputedReason)] = [
            (nil, .stopsEarly), (.beforeSnapshot, .stopsEarly), (.stopsEarly, .sharedPrefix),
        ]
        for (gap, reason) in cases {
            let result = try result(expectedGap: gap) {
                $0.prompts[1].records[20] = .notComputed(reason)
            }
            guard case .failed(let why) = result else {
                Issue.record("\(result)")
                continue
            }
            #expect(why.hasPrefix("evidence is missing"), "\(why)")
        }
    }

    @Test("A prompt missing at the end is no equality; one at the beginning is a difference.")
    func missingPrompt() throws {
        guard case .failed(let why) = try result({ $0.prompts.removeLast() }) else {
            Issue.record("a shorter run")
            return
        }
        #expect(why == "evidence is missing: expected 3 prompts, got 2")
        // What is there is compared all the same.
        let shorter = try difference {
            $0.prompts.removeLast()
            $0.prompts[1].records[20] = .computed(Self.other)
        }
        #expect(shorter?.prompt == 1)
        let found = try difference { $0.prompts.removeFirst() }
        #expect(found?.operation == nil)
        #expect(found?.explanation.isEmpty == false)
        guard case .failed = try result({ $0.prompts = [] }) else {
            Issue.record("a run of nothing")
            return
        }
    }

    @Test("A difference that does not come again is told as such, with its operation.")
    func intermittent() throws {
        let place = 20
        let found = try difference { $0.prompts[1].records[place] = .computed(Self.other) }
        let usual = try SmallMatrix.judge().usual
        let name = usual.schedule[place].name
        #expect(found?.prompt == 1)
        #expect(found?.operation == name)
        #expect(found?.layer == usual.schedule[place].layer)
        #expect(found?.element == nil)
        #expect(found?.explanation.contains("did not come again") == true)
    }

    @Test("Another proof behind equal rows is blamed on the proof.")
    func proofAlone() throws {
        let found = try difference {
            $0.prompts[2].records[$0.schedule.count - 1] = .computed(Self.other)
        }
        #expect(found?.prompt == 2)
        #expect(found?.operation == ScheduledOperation.proof)
    }

    @Test("Other weights and other tokens are named as such.")
    func weightsAndTokens() throws {
        let name = try SmallMatrix.judge().usual.model.tensors[3].name
        let weights = try difference {
            $0.model.integerWeightsHash = Self.other.text
            $0.model.tensors[3].integersDigest = Self.other
        }
        #expect(weights?.operation == name)
        let tokens = try difference { $0.prompts[0].tokenIDs[0] ^= 1 }
        #expect(tokens?.prompt == 0)
    }

    @Test("A proof that differs where nobody looks on is named with its prompt.")
    func untraced() throws {
        let judge = try SmallMatrix.judge()
        var proofs = VariationJudge.proofHashes(judge.usual).compactMap(\.self)
        proofs[1] = Self.other.text
        let result = try judge.result(
            proofs: proofs, promptCount: proofs.count, usualAgain: { _ in judge.usual },
            traced: { _ in judge.usual })
        guard case .differs(let difference) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(difference.prompt == 1)
        #expect(difference.operation == ScheduledOperation.proof)
        #expect(difference.explanation.contains("nobody looks on"))
    }

    @Test("Fewer proofs or more of them than prompts were asked for are no equality.")
    func proofCount() throws {
        let judge = try SmallMatrix.judge()
        let proofs = VariationJudge.proofHashes(judge.usual).compactMap(\.self)
        for (list, asked) in [(Array(proofs.dropLast()), 3), ([], 3), (proofs, 2)] {
            let result = try judge.result(
                proofs: list, promptCount: asked, usualAgain: { _ in judge.usual },
                traced: { _ in judge.usual })
            guard case .failed(let why) = result else {
                Issue.record("\(list.count) of \(asked): \(result)")
                continue
            }
            #expect(
                why == "evidence is missing: expected \(asked) proofs, got \(list.count)")
        }
    }
}
