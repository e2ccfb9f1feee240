import Benchmarks
import Platform
import Reports

/// `bench --receipts`.
enum BenchReceipts {
    static func measure(
        _ repeatCount: Int, threadCount: Int, _ format: FormatOption
    ) throws -> Outcome {
        let progress = Progress(
            "measurements", total: ReceiptsBenchmark.runCount(repeatCount: repeatCount))
        defer { progress.finish() }
        let points = try ReceiptsBenchmark.points(
            repeatCount: repeatCount, threadCount: threadCount, onRun: progress.advance)
        progress.finish()
        let report = ReceiptsBenchReport(points, threadCount: threadCount)
        format.write(text: report.text, json: report.json)
        return .holds
    }
}
