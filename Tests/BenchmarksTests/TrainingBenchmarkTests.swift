import Benchmarks
import TestSupport
import Testing

@Suite("The training step beside another engine's")
struct TrainingBenchmarkTests {
    private static let settings = TrainingBenchmark.Settings(
        repeatCount: 2, threadCount: 2, pauseMilliseconds: 0)
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func results(
        greeting: String, answer: String
    ) throws -> (results: TrainingBenchmarkResults, workCount: Int) {
        let shape = #"shape=$(echo "$line" | sed 's/.*"shape":\([0-9]*\).*/\1/')"#
        let python = try PeerScript.write(
            in: folder.path, greeting: greeting, answer: shape + "\n" + answer)
        var workCount = 0
        let results = try TrainingBenchmark(settings: Self.settings).results(
            program: PeerProgram(python: python, script: "script", secondsMax: 20)
        ) { workCount += 1 }
        return (results, workCount)
    }

    @Test("Every way runs each shape once a round, and the largest difference is told")
    func rounds() throws {
        let (results, workCount) = try results(
            greeting: "ready false",
            answer: #"echo "{\"shape\":$shape,\"nanoseconds\":7,\"furthest\":$shape}""#)
        #expect(workCount == TrainingBenchmark.workCount(Self.settings))
        #expect(results.failures.isEmpty && results.missing.isEmpty)
        let engines = TrainingBenchmark.engineNames
        #expect(results.peers.map(\.name) == engines.map { "\($0) 1" })
        for rounds in results.peers {
            #expect(rounds.nanoseconds == TrainingBenchmark.shapes.map { _ in [7, 7] })
            #expect(rounds.furthestMillionths == [0, 1, 2, 3, 4])
        }
        #expect(results.ours.map(\.name).contains("portable"))
        for rounds in results.ours {
            #expect(rounds.nanoseconds.allSatisfy { $0.count == 2 })
            #expect(rounds.furthestMillionths.allSatisfy { $0 == nil })
        }
    }

    @Test("An engine without its package is missing, one that answers nonsense has failed")
    func failures() throws {
        let absent = try results(
            greeting: #"echo "{\"engine\":\"$engine\",\"missing\":\"no torch\"}"; exit 0"#,
            answer: ""
        ).results
        #expect(absent.missing.map(\.reason) == ["no torch", "no torch"])
        #expect(absent.peers.isEmpty && absent.failures.isEmpty)
        let wrong = try results(
            greeting: "ready false",
            answer: #"echo "{\"shape\":9,\"nanoseconds\":7,\"furthest\":0}""#
        ).results
        #expect(wrong.peers.isEmpty && wrong.failures.count == 2)
        #expect(wrong.failures.allSatisfy { $0.reason.contains("D 256") })
    }
}
