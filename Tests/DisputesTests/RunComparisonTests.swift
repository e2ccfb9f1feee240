import Disputes
import Fingerprints
import Testing
import Traces

@Suite("Two kept runs")
struct RunComparisonTests {
    private let sample = SampleRun()

    private func compared(_ change: (inout SampleRun) -> Void) throws -> Comparison {
        try Comparison(sample.run, sample.with(change).run)
    }

    @Test("Equal runs match, however they were done, and say what was done otherwise")
    func match() throws {
        let comparison = try compared { sample in
            sample.backend = "reference"
            sample.threadCount = 16
            sample.merges = "other merges"
        }
        #expect(comparison.verdict == .match)
        #expect(comparison.explanation == "The proofs of 4 prompts are equal.")
        #expect(comparison.proofs == .match && comparison.next == nil)
        let notes = comparison.notes.joined(separator: " ")
        #expect(notes.contains("backend portable on the left, reference on the right"))
        #expect(notes.contains("threads 2 on the left, 16 on the right"))
        #expect(notes.contains("Files of the tokenizers that differ: merges.txt."))
        #expect(!notes.contains("batch"))
        #expect(try compared { _ in }.notes == [])
    }

    @Test("The architecture comes before all else")
    func config() throws {
        let comparison = try compared { sample in
            sample.architecture.layerCount = 2
            sample.otherTensors = ["wte"]
            sample.otherProofs = [0]
        }
        #expect(comparison.verdict == .config)
        #expect(comparison.next == nil)
    }

    @Test("Weights name the first tensor in the order of the model")
    func weights() throws {
        let comparison = try compared { sample in
            sample.otherTensors = ["h.0.attn.c_attn.w", "wte"]
            sample.tokenIDs[0][1] = 7
            sample.otherProofs = [0, 1, 2, 3]
        }
        #expect(comparison.verdict == .weights)
        #expect(comparison.operation == "wte")
        #expect(comparison.differingParameters == ["wte", "h.0.attn.c_attn.w"])
        let commands = ["left", "right"].map {
            "glyphlab trace --model 'Models/one of mine' --level values=wte --out \($0)-wte.trace"
        }
        #expect(comparison.next == commands)
    }

    @Test("Tokens name the prompt and the position")
    func input() throws {
        let comparison = try compared { sample in
            sample.tokenIDs[2][3] = 299
            sample.otherProofs = [1, 2]
        }
        #expect(comparison.verdict == .input)
        #expect(comparison.prompt?.place == 2)
        #expect(comparison.token?.position == 3)
        #expect(comparison.token?.ids == [33, 299])
    }

    @Test("The first proof that differs is propagated, and each side gets its command")
    func propagated() throws {
        let comparison = try compared { sample in
            sample.otherProofs = [3, 1]
            sample.backend = "reference"
            sample.modelFolder = "nano"
        }
        #expect(comparison.verdict == .propagated)
        #expect(comparison.prompt?.place == 1)
        #expect(comparison.prompt?.prompt == GoldenPrompts.prompt(1))
        #expect(comparison.operation == ScheduledOperation.proof)
        #expect(comparison.layer == nil && comparison.roots == [])
        #expect(comparison.count(.root) == 0 && comparison.differingPromptCount == 2)
        #expect(
            comparison.explanation.hasPrefix("2 of 4 proofs differ, the first that of prompt 1."))
        let settings = "--threads 2 --batch 8 --stop-early"
        #expect(
            comparison.next == [
                "glyphlab trace --model 'Models/one of mine' --prompts 4 --level layers "
                    + "--backend portable \(settings) --out left-layers.trace",
                "glyphlab trace --model nano --prompts 4 --level layers --backend reference "
                    + "\(settings) --out right-layers.trace",
            ])
    }

    @Test("Fewer prompts are no match; a difference among the others is one all the same")
    func fewerPrompts() throws {
        let fewer = try compared { $0.tokenIDs.removeLast() }
        #expect(fewer.verdict == .inconclusive)
        #expect(fewer.proofs == .inconclusive && fewer.next == nil)
        #expect(fewer.explanation.contains("1 prompt only in the left file"))
        let other = try compared { sample in
            sample.tokenIDs.removeLast()
            sample.otherProofs = [2]
        }
        #expect(other.verdict == .propagated && other.prompt?.place == 2)
    }
}
