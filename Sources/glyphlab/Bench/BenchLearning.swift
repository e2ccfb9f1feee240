import Benchmarks
import Reports

/// `bench --learning`.
enum BenchLearning {
    static func measure(_ repeatCount: Int, _ format: FormatOption) throws -> Outcome {
        let progress = Progress(
            "measurements", total: LearningBenchmark.runCount(repeatCount: repeatCount))
        defer { progress.finish() }
        let points = try LearningBenchmark.points(
            repeatCount: repeatCount, onRun: progress.advance)
        progress.finish()
        let report = LearningBenchReport(points)
        format.write(text: report.text, json: report.json)
        return .holds
    }
}
