import Benchmarks
import Checkpoints
import Foundation
import Proving
import Tensors
import TestSupport
import Testing

@Suite("Other engines beside this one")
struct PeerBenchmarkTests {
    private static let nano = Vectors.house.appending(path: "Models/glyph-nano").path
    private static let loaded = Result {
        try ModelFolder(path: nano).packed(for: [Backends.usable[0]], cacheUse: .never)
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Two prompts, two rounds, one prompt at a time and batches of two.
    private func results(
        greeting: String, answer: String = "told null null", secondsMax: Int = 20
    ) throws -> PeerResults {
        let python = try PeerScript.write(in: folder.path, greeting: greeting, answer: answer)
        let model = try Self.loaded.get()
        let settings = PeerBenchmark.Settings(
            promptCount: 2, repeatCount: 2, threadCount: 2, batchPromptCounts: [1, 2],
            pauseMilliseconds: 0)
        let benchmark = try PeerBenchmark(
            prover: Prover(tokenizer: model.tokenizer, transformer: model.transformers[0]),
            modelFolder: Self.nano,
            program: PeerProgram(python: python, script: "script", secondsMax: secondsMax),
            settings: settings)
        var workCount = 0
        let results = try benchmark.results { workCount += 1 }
        #expect(workCount <= PeerBenchmark.workCount(settings))
        return results
    }

    /// The failure of an engine that the script names; the other engines are not there.
    private func failure(
        greeting: String = "ready false", answer: String = "told null null", secondsMax: Int = 20
    ) throws -> PeerError {
        let alone = """
            if [ "$engine" != float64 ]; then
                echo "{\\"engine\\":\\"$engine\\",\\"missing\\":\\"no package\\"}"
                exit 0
            fi
            """
        let results = try results(
            greeting: alone + "\n" + greeting, answer: answer, secondsMax: secondsMax)
        #expect(results.missing.count == PeerBenchmark.engineNames.count - 1)
        #expect(results.missing.allSatisfy { $0.reason == "no package" })
        #expect(results.peers.isEmpty)
        #expect(results.ours.columns.allSatisfy { $0.nanoseconds.count == 2 && $0.isRepeated })
        #expect(results.failures.count == 1)
        return try #require(results.failures.first)
    }

    @Test("Every engine runs once a round in each column, and so does this one")
    func rounds() throws {
        let results = try results(greeting: "ready false")
        #expect(results.peers.map(\.engine.name) == PeerBenchmark.engineNames)
        #expect(results.failures.isEmpty && results.missing.isEmpty)
        for rounds in results.peers {
            #expect(rounds.columns.map(\.batchPromptCount) == [1, 2])
            #expect(rounds.columns.allSatisfy { $0.nanoseconds == [1_000_000, 1_000_000] })
        }
        for rounds in [results.ours, results.receipt] {
            #expect(rounds.columns.allSatisfy { $0.equalProofCount == 2 && $0.isRepeated })
            #expect(rounds.columns[0].digests == rounds.columns[1].digests)
        }
    }

    @Test("The request has the weights' place, the tokens, and the rows of the selected heads")
    func request() throws {
        let copy = folder.path + "/copy"
        _ = try results(greeting: "cp \"$4\" \(copy); ready false")
        let text = try String(contentsOfFile: copy, encoding: .utf8)
        #expect(text.hasPrefix("{\"model\":\"\(Self.nano)\",\"threads\":2,\"batches\":[1,2],"))
        #expect(text.contains("\"salt\":\"v4_receipt_9d0dde1a379b\",\"token_ids\":["))
        #expect(text.components(separatedBy: "\"rows\":[[").count == 3)
    }

    @Test(
        "An engine that calls itself exact and has another proof is wrong: prompt and proofs told")
    func lie() throws {
        let error = try failure(
            greeting: "ready true", answer: "told \"[\\\"$(zeros)\\\",\\\"$(zeros)\\\"]\" 0")
        #expect(error.isWrongResult)
        let proof = "c45fd097d9bb5f963ac66b9fd43afaf2dd5dfcf3b072fbb3e48c40827c06baa9"
        #expect(
            error.description == "bench: peers: float64: round 1, one prompt at a time: prompt 0: "
                + "expected the proof \(proof) of an exact engine, got "
                + String(repeating: "0", count: 64))
        let silent = try failure(greeting: "ready true")
        #expect(!silent.isWrongResult && silent.reason.contains("expected the proofs"))
    }

    @Test("An engine that ends is told with its last words, while it loads and while it runs")
    func deaths() throws {
        let loading = try failure(greeting: "echo 'out of memory' >&2; exit 3")
        #expect(
            loading.description == "bench: peers: float64: loading: expected an answer, got none: "
                + "it ended with code 3; its last words: out of memory")
        let running = try failure(answer: "[ $round = 2 ] && kill -9 $$; told null null")
        #expect(
            running.reason == "round 2, one prompt at a time: expected an answer, got none: it "
                + "died of SIGKILL")
    }

    @Test("An engine that says nothing is ended")
    func silence() throws {
        let error = try failure(answer: "sleep 60", secondsMax: 1)
        #expect(error.reason.contains("it said nothing for 1 s and was ended"))
    }

    @Test(
        "An answer that does not keep to the protocol is told with what was expected",
        arguments: [
            ("ready false", "echo hello", "expected a line of JSON, got \"hello\""),
            ("ready maybe", "", "loading: expected a line of JSON"),
            ("ready 1", "", "loading: exact: expected true or false"),
            ("engine=other; ready false", "", "loading: engine: expected \"float64\""),
            ("ready false", "round=7; told null null", "round: expected an integer from 1 to 1"),
            ("ready false", "told '[]' 0", "proofs: expected 2 elements, got 0"),
            ("ready false", "told null -1", "furthest: expected an integer from 0 to 1000000"),
            ("ready false", "echo '{}'", "expected an object of round, batch"),
        ])
    func nonsense(greeting: String, answer: String, told: String) throws {
        let error = try failure(greeting: greeting, answer: answer)
        #expect(!error.isWrongResult && error.reason.contains(told), "\(error)")
    }
}
