import Cryptography
import Disputes
import TestSupport
import Testing
import ToyRuns
import Traces

@Suite("Comparison") struct ComparisonTests {
    private let run = ToyRun()

    private func faulty(_ faults: ToyRun.Fault...) -> ToyRun { run.with { $0.faults = faults } }

    @Test("The verdicts have the names that scripts rely on")
    func names() {
        #expect(
            ComparisonVerdict.allCases.map(\.rawValue) == [
                "match", "root", "propagated", "schedule", "weights", "input", "config",
                "inconclusive",
            ])
    }

    @Test(
        "Equal runs match at every level, and so do their proofs where they hold any",
        arguments: [
            TraceLevel.layers, .operations, .values(operation: "h.1.attn.heads"),
            .values(operation: "embed"), .values(operation: "proof.rows"),
        ])
    func match(_ level: TraceLevel) throws {
        let result = try Comparison(run.trace(level), run.trace(level))
        #expect(result.verdict == .match, "\(result.explanation)")
        var hasProofs = true
        if case .values = level { hasProofs = false }
        #expect(result.proofs == (hasProofs ? .match : .inconclusive))
        #expect(result.prompt == nil && result.operation == nil && result.next == nil)
        #expect(result.count(.equal) == result.prompts.count * result.schedule.count)
    }

    @Test("The root is the operation whose inputs agree, in each level's own words")
    func root() throws {
        let other = faulty(.init(prompt: 1, operation: "h.1.mlp.fc", element: 11))
        let layers = try Comparison(run.trace(.layers), other.trace(.layers))
        #expect(layers.verdict == .root && layers.operation == "h.1.residual_mlp")
        #expect(layers.layer == 1 && layers.prompt?.place == 1)
        #expect(
            layers.next?[1] == "glyphlab trace --model MODEL_DIR --salt salt_1 --prompt "
                + "'golden frost 1' --level operations --out right-operations.trace")

        let operations = try Comparison(run.trace(.operations), other.trace(.operations))
        #expect(operations.verdict == .root && operations.operation == "h.1.mlp.fc")
        #expect(operations.proofs == .differs && operations.differingPromptCount == 1)
        #expect(
            operations.next?[0] == "glyphlab trace --model MODEL_DIR --salt salt_1 --prompt "
                + "'golden frost 1' --level values=h.1.mlp.fc --out left-h.1.mlp.fc.trace")

        let level = TraceLevel.values(operation: "h.1.mlp.fc")
        let (left, right) = (run.trace(level), other.trace(level))
        let values = try Comparison(left, right)
        #expect(values.verdict == .root && values.next == nil)
        let element = try #require(values.element)
        #expect(element.element == 11 && element.index == [1, 3] && element.difference == 1)
        #expect(element.differingCount == 1 && element.elementCount == 32)
        #expect(element.values == [left.prompts[1].values[11], right.prompts[1].values[11]])
        #expect(values.neighbours.map(\.element) == Array(8...14))
    }

    @Test("Values whose inputs differ are propagated, and their element is named")
    func propagated() throws {
        let level = TraceLevel.values(operation: "h.1.mlp.gelu")
        let other = faulty(.init(prompt: 0, operation: "h.1.mlp.fc"))
        let result = try Comparison(run.trace(level), other.trace(level))
        #expect(result.verdict == .propagated && result.operation == "h.1.mlp.gelu")
        #expect(result.element?.element == 0)
        #expect(result.explanation.contains("its input h.1.mlp.fc differs already"))
    }

    @Test("A difference whose inputs are not known is propagated, with what to run next")
    func unknownInputs() throws {
        var left = run.trace(.operations)
        let right = faulty(.init(prompt: 0, operation: "h.0.attn.qkv")).trace(.operations)
        for place in 0...2 { left.prompts[0].records[place] = .notComputed(.sharedPrefix) }
        let result = try Comparison(left, right)
        #expect(result.verdict == .propagated && result.operation == "h.0.attn.scores")
        #expect(result.explanation.contains("is not known on both sides"))
        #expect(result.next?[0].contains("--level operations") == true)
    }

    @Test("First means first in execution order, not by name and not by list of names")
    func executionOrder() throws {
        let deep = ToyRun(layerCount: 12, promptCount: 1)
        let other = deep.with { $0.faults = [.init(prompt: 0, operation: "h.9.mlp.out")] }
        let result = try Comparison(deep.trace(.operations), other.trace(.operations))
        // By name, h.10 and h.11 would come before h.9, and attn before mlp.
        #expect(result.operation == "h.9.mlp.out")
        #expect(result.roots.map(\.operation) == ["h.9.mlp.out"])
    }

    @Test("Several roots: the first prompt's is told, the others are listed with their prompts")
    func severalRoots() throws {
        let many = ToyRun(promptCount: 6)
        let other = many.with {
            $0.faults = [
                .init(prompt: 1, operation: "h.2.ln_1"), .init(prompt: 3, operation: "h.0.ln_2"),
                .init(prompt: 5, operation: "h.2.ln_1"),
            ]
        }
        let result = try Comparison(many.trace(.operations), other.trace(.operations))
        #expect(result.prompt?.place == 1 && result.operation == "h.2.ln_1")
        #expect(result.roots.map(\.operation) == ["h.0.ln_2", "h.2.ln_1"])
        #expect(result.roots.map(\.prompts) == [[3], [1, 5]])
        #expect(result.explanation.contains("1 more prompt begins to differ at the same"))
        #expect(result.explanation.contains("1 prompt begins to differ elsewhere"))
    }

    @Test("Rows that agree with a proof that does not: the proof itself is the root")
    func proof() throws {
        let left = run.trace(.operations)
        var right = left
        let last = left.schedule.count - 1
        right.prompts[0].records[last] = .computed(Digests.sha256("another".utf8))
        let result = try Comparison(left, right)
        #expect(result.verdict == .root && result.operation == "proof" && result.next == nil)
    }

    @Test("Operations are compared with layers by what both hold")
    func reduced() throws {
        let other = faulty(.init(prompt: 0, operation: "h.1.mlp.fc"))
        for (left, right) in [
            (run.trace(.operations), other.trace(.layers)),
            (run.trace(.layers), other.trace(.operations)),
        ] {
            let result = try Comparison(left, right)
            #expect(result.verdict == .root && result.operation == "h.1.residual_mlp")
            #expect(result.schedule == run.trace(.layers).schedule)
        }
        let equal = try Comparison(run.trace(.operations), run.trace(.layers))
        #expect(equal.verdict == .inconclusive && equal.proofs == .match)
        let level = TraceLevel.values(operation: "h.1.attn.heads")
        let values = try Comparison(run.trace(.operations), run.trace(level))
        #expect(values.verdict == .inconclusive && values.count(.equal) == 6)
        #expect(values.explanation.contains("more operations in the left file"))
    }

    @Test("Early stop against a full run: the proofs match, and the whole is inconclusive")
    func earlyStop() throws {
        let early = run.with { $0.stopsBefore = "h.2.attn.heads" }
        let result = try Comparison(run.trace(.operations), early.trace(.operations))
        #expect(result.verdict == .inconclusive && result.proofs == .match)
        #expect(result.count(.missingRight) == 16 && result.count(.missingLeft) == 0)
        #expect(result.explanation.hasSuffix("All proofs are there and equal."))
        let both = try Comparison(early.trace(.operations), early.trace(.operations))
        #expect(both.verdict == .inconclusive && both.proofs == .match)
        #expect(both.count(.leftOut) == 16)
    }

    @Test("Fewer prompts are missing evidence; other prompts in their stead are another input")
    func prompts() throws {
        let fewer = run.with { $0.prompts.removeLast() }
        let missing = try Comparison(run.trace(.operations), fewer.trace(.operations))
        #expect(missing.verdict == .inconclusive && missing.proofs == .inconclusive)
        #expect(missing.explanation.contains("1 prompt only in the left file"))
        let salted = run.with { $0.prompts[1].salt = "another" }
        let input = try Comparison(run.trace(.operations), salted.trace(.operations))
        #expect(input.verdict == .input && input.prompt?.place == 1 && input.token == nil)
        #expect(input.explanation.contains("the salt differs"))
    }

    @Test("Tokens that differ are an input, named by prompt and position")
    func tokens() throws {
        let other = run.with { $0.prompts[1].tokenIDs[2] = 99 }
        let result = try Comparison(run.trace(.operations), other.trace(.operations))
        #expect(result.verdict == .input && result.prompt?.place == 1)
        #expect(result.token?.position == 2 && result.token?.ids == [14, 99])
        // What differs there comes of the tokens: no operation is accused.
        #expect(result.roots.isEmpty)
        let longer = run.with { $0.prompts[0].tokenIDs.append(5) }
        let length = try Comparison(run.trace(.layers), longer.trace(.layers))
        #expect(length.token?.position == 3 && length.token?.ids == [nil, 5])
    }

    @Test("The order of prompts says nothing")
    func promptOrder() throws {
        let reversed = run.with { $0.prompts.reverse() }
        let result = try Comparison(run.trace(.operations), reversed.trace(.operations))
        #expect(result.verdict == .match)
        #expect(result.notes == ["The prompts stand in another order."])
    }

    @Test("Two operations in another order are another schedule, named at the first")
    func schedule() throws {
        let swapped = run.with { $0.operationNames.swapAt(8, 9) }
        let result = try Comparison(run.trace(.operations), swapped.trace(.operations))
        #expect(result.verdict == .schedule && result.operation == "h.0.ln_2")
        #expect(result.explanation.contains("The schedules part at operation 8"))
        #expect(result.count(.notComparable) == 2 * (run.operationNames.count - 8))
        let skipped = run.with { $0.operationNames.remove(at: 9) }
        let layers = try Comparison(run.trace(.operations), skipped.trace(.operations))
        #expect(layers.verdict == .schedule && layers.operation == "h.0.mlp.fc")
    }

    @Test("A finer trace that takes another way between the layers has another schedule")
    func otherWay() throws {
        var right = run.trace(.operations)
        let place = try #require(right.schedule.firstIndex { $0.name == "h.2.ln_1" })
        let skipped = try #require(right.schedule.firstIndex { $0.name == "h.0.residual_mlp" })
        for operation in [place, place + 6] {
            let old = right.schedule[operation]
            right.schedule[operation] = ScheduledOperation(
                name: old.name, inputs: old.inputs.map { $0 == place - 1 ? skipped : $0 },
                dimensions: old.dimensions, elementType: old.elementType)
        }
        let result = try Comparison(run.trace(.layers), right)
        #expect(result.verdict == .schedule && result.operation == "h.2.residual_mlp")
        #expect(result.explanation.contains("reads h.1.residual_mlp on the left"))
    }

    @Test("Shapes that differ are another schedule")
    func shapes() throws {
        var right = run.trace(.operations)
        let old = right.schedule[4]
        right.schedule[4] = ScheduledOperation(
            name: old.name, inputs: old.inputs, dimensions: [.fixed(3), .tokens, .tokens],
            elementType: old.elementType)
        let result = try Comparison(run.trace(.operations), right)
        #expect(result.verdict == .schedule)
        #expect(result.explanation.contains("[2, T, T] on the left and [3, T, T] on the right"))
    }

    @Test("Weights come before their consequences, in the order of the model")
    func weights() throws {
        let other = run.with { $0.otherParameters = ["h.0.mlp.c_fc.w", "wte"] }
        let result = try Comparison(run.trace(.operations), other.trace(.operations))
        #expect(result.verdict == .weights && result.operation == "h.0.mlp.c_fc.w")
        #expect(result.layer == 0 && result.differingParameters.count == 2)
        #expect(result.explanation.contains("Its stored bytes differ as well."))
        #expect(
            result.next
                == ["left", "right"].map {
                    "glyphlab trace --model MODEL_DIR --level values=h.0.mlp.c_fc.w --out "
                        + "\($0)-h.0.mlp.c_fc.w.trace"
                })
    }

    @Test("Two traces of one parameter name its first element that differs")
    func weightElements() throws {
        let other = run.with { $0.otherParameters = ["h.0.attn.c_attn.w", "wte"] }
        let level = TraceLevel.weights(parameter: "wte")
        let result = try Comparison(run.trace(level), other.trace(level))
        // Its own difference comes first, though another parameter stands before it.
        #expect(result.verdict == .weights && result.operation == "wte" && result.next == nil)
        #expect(result.element?.index == [3, 3] && result.element?.values == [63, -1])
        #expect(result.element?.differingCount == 1 && result.element?.elementCount == 48)
        let equal = try Comparison(run.trace(level), run.trace(level))
        #expect(equal.verdict == .match)
        let another = TraceLevel.weights(parameter: "wpe")
        let elsewhere = try Comparison(run.trace(another), other.trace(another))
        #expect(elsewhere.verdict == .weights && elsewhere.operation == "h.0.attn.c_attn.w")
        #expect(elsewhere.element == nil)
    }

    @Test("The same integers of other files and tokenizers are one model, with a note")
    func oneModel() throws {
        let left = run.trace(.layers)
        var right = left
        right.model.tokenizerDigest = Digests.sha256("another".utf8)
        right.model.tensors[0].storedType = "F16"
        right.model.tensors[0].storedDigest = Digests.sha256("halves".utf8)
        let result = try Comparison(left, right)
        #expect(result.verdict == .match && result.notes.count == 2)
    }

    @Test("Architectures and levels that do not go together are a configuration")
    func configuration() throws {
        let deeper = ToyRun(layerCount: 4)
        let result = try Comparison(run.trace(.layers), deeper.trace(.layers))
        #expect(result.verdict == .config)
        #expect(result.explanation.contains("layers 3 on the left and 4 on the right"))
        let levels: [(TraceLevel, TraceLevel)] = [
            (.layers, .values(operation: "embed")),
            (.values(operation: "h.0.ln_1"), .values(operation: "h.0.ln_2")),
            (.operations, .weights(parameter: "wte")),
        ]
        for (left, right) in levels {
            #expect(try Comparison(run.trace(left), run.trace(right)).verdict == .config)
        }
    }
}
