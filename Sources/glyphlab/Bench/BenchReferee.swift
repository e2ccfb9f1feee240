import Platform
import Reports
import Submissions

/// `bench --scripts`.
enum BenchReferee {
    private static let messageCount = 20_000

    static func measure(_ repeatCount: Int, _ format: FormatOption) throws -> Outcome {
        let systems = ScriptSystems.all(model: try EmbeddedModel.loaded(in: House.find()))
        let seeds = try JudgeSeed.seeds(String(repeating: "0", count: 64))
        let progress = Progress(
            "runs", total: RefereeBenchmark.runCount(repeatCount: repeatCount))
        defer { progress.finish() }
        let points = try RefereeBenchmark.points(
            { SessionSetup(profile: $0, seeds: seeds, systems: systems) },
            messageCount: messageCount, repeatCount: repeatCount, onRun: progress.advance)
        progress.finish()
        let report = RefereeBenchReport(points)
        format.write(text: report.text, json: report.json)
        return .holds
    }
}
