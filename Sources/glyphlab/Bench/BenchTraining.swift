import Benchmarks
import Platform
import Reports

/// `bench --training`.
enum BenchTraining {
    private static let script = "Tests/Scripts/bench_training.py"
    private static let answerSecondsMax = 300

    static func measure(
        _ repeatCount: Int, threadCount: Int, python: String, _ format: FormatOption
    ) throws -> Outcome {
        let settings = TrainingBenchmark.Settings(
            repeatCount: repeatCount, threadCount: threadCount)
        let program = PeerProgram(
            python: try BenchPeers.path(ofPython: python),
            script: try BenchPeers.scriptPath(script, for: "training"),
            secondsMax: answerSecondsMax)
        let benchmark = try TrainingBenchmark(settings: settings)
        let progress = Progress("measurements", total: TrainingBenchmark.workCount(settings))
        defer { progress.finish() }
        let results = try benchmark.results(program: program, onWork: progress.advance)
        progress.finish()
        let report = TrainingBenchReport(
            results, threadCount: threadCount,
            provenance: ThisRun.provenance(threadCount: threadCount))
        format.write(text: report.text, json: report.json)
        for failure in results.failures {
            StandardStreams.writeMessage("glyphlab: \(MessageText.escaped("\(failure)"))\n")
        }
        guard results.failures.isEmpty else { return .labFault }
        return results.peers.isEmpty ? .inconclusive : .holds
    }
}
