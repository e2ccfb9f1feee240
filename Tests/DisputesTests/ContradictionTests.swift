import Cryptography
import Disputes
import Testing
import ToyRuns
import Traces

/// Traces that no decoder lets through are refused in words, not by a trap.
@Suite("Traces that contradict themselves") struct ContradictionTests {
    private let run = ToyRun()
    private let level = TraceLevel.values(operation: "h.0.ln_1")

    private func refusal(_ left: Trace, _ right: Trace) throws -> ComparisonError {
        let error = #expect(throws: ComparisonError.self) { try Comparison(left, right) }
        return try #require(error)
    }

    @Test("A prompt with a record too few")
    func recordCount() throws {
        var right = run.trace(.layers)
        right.prompts[1].records.removeLast()
        #expect(
            "\(try refusal(run.trace(.layers), right))"
                == "right trace: prompt 1: expected 6 records, one for each operation, got 5")
    }

    @Test("An operation that reads itself")
    func inputPlace() throws {
        var left = run.trace(.layers)
        left.schedule[2] = ScheduledOperation(
            name: "h.1.residual_mlp", inputs: [2], dimensions: [], elementType: .int32)
        #expect(
            try refusal(left, run.trace(.layers))
                == .inputPlace(side: .left, operation: "h.1.residual_mlp", got: 2))
    }

    @Test("A value too few, and more than any trace can hold")
    func valueCount() throws {
        var left = run.trace(level)
        left.prompts[0].values.removeLast()
        #expect(
            try refusal(left, run.trace(level))
                == .valueCount(
                    side: .left, name: "prompt 0, h.0.ln_1", got: 23, expected: 24))
        left.schedule[1] = ScheduledOperation(
            name: "h.0.ln_1", inputs: [0], dimensions: [.fixed(Int.max), .fixed(Int.max)],
            elementType: .int32)
        #expect(
            try refusal(left, run.trace(level))
                == .valueCount(
                    side: .left, name: "prompt 0, h.0.ln_1", got: 23, expected: Int.max))
    }

    @Test("Digests that differ over equal values, and equal ones over different values")
    func digestsAgainstValues() throws {
        var right = run.trace(level)
        right.prompts[0].records[1] = .computed(Digests.sha256("another".utf8))
        #expect(
            try refusal(run.trace(level), right)
                == .digestsAgainstValues(name: "prompt 0, h.0.ln_1", digestsAreEqual: false))
        right = run.trace(level)
        right.prompts[1].values[4] += 1
        #expect(
            "\(try refusal(run.trace(level), right))"
                == "prompt 1, h.0.ln_1: the digests are equal, and the values are different: a "
                + "trace contradicts itself")
    }

    @Test("A parameter's integer too few, and digests that differ over equal ones")
    func weights() throws {
        let level = TraceLevel.weights(parameter: "wte")
        let left = run.trace(level)
        var right = run.with { $0.otherParameters = ["wte"] }.trace(level)
        right.weightValues = left.weightValues
        #expect(
            try refusal(left, right) == .digestsAgainstValues(name: "wte", digestsAreEqual: false))
        right.weightValues.removeLast()
        #expect(
            try refusal(left, right)
                == .valueCount(side: .right, name: "wte", got: 47, expected: 48))
    }

    @Test("Inputs without end are given up")
    func entangled() throws {
        // Each of many operations reads all before it, and none of those is in the other trace.
        var right = run.trace(.operations)
        let kept = (0..<4000).map {
            ScheduledOperation(
                name: "kept \($0)", inputs: [], dimensions: [], elementType: .int32)
        }
        let readers = (0..<5000).map {
            ScheduledOperation(
                name: "reader \($0)", inputs: $0 == 0 ? Array(0..<4000) : [3999 + $0],
                dimensions: [], elementType: .int32)
        }
        right.schedule = kept + readers
        var left = run.trace(.layers)
        left.schedule = kept
        #expect(
            try refusal(left, right) == .entangled(stepCountMax: 1 << 20))
    }
}
