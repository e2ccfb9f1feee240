import ArgumentParser
import HybridSimulation
import Platform
import Reports
import Trials

/// `glyphlab system run hybrid`.
struct RunHybrid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid",
        abstract: "Run validators and trainers of the hybrid chain that lie, and count.",
        discussion: """
            Histories: validators of the hardened chain over a network that is divided, loses, \
            copies and delays messages, and then heals. Liars are silent, have two nodes with one \
            key, sign two things, accuse honest ones, or forge updates. Counted are two finalised \
            chains, whom the evidence names, and finality after the network has healed.
            Krum: rounds of trainers, of whom some send deltas to turn the update. Counted are \
            rounds in which they did, for Krum, multi-Krum and the published averager's choice, \
            with exact bounds of 95 %. The same seed gives the same counts and event logs for any \
            number of threads.
            The exit code is 1 where something that is promised was not kept.
            Example: glyphlab system run hybrid --validators 4 --histories 20 --rounds 0
            Example: glyphlab system run hybrid --histories 0 --rounds 10000 --svg krum.svg
            """)

    @OptionGroup var options: HybridRunOptions

    @Option(help: "Write the picture to this file.")
    var svg: String?

    @Option(help: "Write the picture and the tables as a page to this file.")
    var html: String?

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--svg", svg), ("--html", html)], format: format.format)
            let report = measured()
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: reports)
            try reports.write { option in
                switch option {
                case "--svg": report.svg
                case "--html": report.html
                default: nil
                }
            }
            return report.holds ? .holds : .doesNotHold
        }
    }

    private func measured() -> HybridRunReport {
        let cells = options.cells
        let krum = options.krum
        let historyCount = cells.map(\.historyCount).reduce(0, +)
        let progress = Progress(
            "histories and rounds",
            total: max(historyCount + krum.map(\.roundCount).reduce(0, +), 1))
        defer { progress.finish() }
        let histories =
            cells.isEmpty
            ? nil
            : HistoryCampaign(
                cells, seed: options.seed.digits, threadCount: options.threads.count
            ) { progress.set($0) }
        var done = historyCount
        let campaigns = krum.map { settings in
            defer { done += settings.roundCount }
            return KrumCampaign(settings) { progress.set(done + $0) }
        }
        progress.finish()
        return HybridRunReport(
            histories, krum: campaigns,
            provenance: ThisRun.provenance(threadCount: options.threads.count))
    }
}
