import MeshSimulation
import Platform
import Reports
import Trials

/// `bench --mesh`.
enum BenchMesh {
    private static let nodeCounts = [50, 100, 200, 500, 1_000]
    private static let lookUpCount = 10_000

    /// Time and memory against the number of nodes. Memory is the process's peak so far: sizes
    /// rise, so that each one's is its own.
    static func measure(
        _ repeatCount: Int, threadCount: Int, _ format: FormatOption
    ) throws -> Outcome {
        let progress = Progress(
            "simulations", total: MeshProfile.both.kinds.count * nodeCounts.count * repeatCount)
        defer { progress.finish() }
        var points: [MeshBenchReport.Point] = []
        for nodeCount in nodeCounts {
            for profile in MeshProfile.both.kinds {
                var settings = CampaignSettings(
                    nodeCount: nodeCount, lookUpCount: lookUpCount, seed: "0")
                settings.threadCount = threadCount
                var times: [Int] = []
                var last: LookUpResults?
                for _ in 0..<repeatCount {
                    let watch = Stopwatch()
                    let results = try MeshRun.results(profile, settings) { _ in }
                    times.append(watch.nanoseconds)
                    progress.advance()
                    if let last, last.digest != results.digest { return .doesNotHold }
                    last = results
                }
                if let last {
                    points.append(
                        MeshBenchReport.Point(
                            last, nanoseconds: times, memoryBytes: Machine.memoryBytesPeak))
                }
            }
        }
        progress.finish()
        let report = MeshBenchReport(points, threadCount: threadCount)
        format.write(text: report.text, json: report.json)
        return .holds
    }
}
