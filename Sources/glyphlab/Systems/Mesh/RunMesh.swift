import ArgumentParser
import MeshSimulation
import Platform
import Reports
import Trials

/// `glyphlab system run mesh`.
struct RunMesh: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mesh",
        abstract: "Run hundreds of nodes of the mesh in one process, and draw them.",
        discussion: """
            Nodes join one after the other, store records, and look them up, each look-up by an \
            honest node. Attackers join and answer pings; then they are silent, name only each \
            other, or give false values. The same seed gives the same event log for any number of \
            threads. The picture shows the id space, a routing table, and the path of a look-up; \
            of several meshes it compares success, hops, messages and copies, with exact bounds of \
            95 %.
            Example: glyphlab system run mesh --nodes 200 --attackers 20 --svg mesh.svg
            Example: glyphlab system run mesh --profile both --attackers 0,10,20,33 --html mesh.html
            Example: glyphlab system run mesh --nodes 50,100,200,500,1000 --svg hops.svg
            """)

    @OptionGroup var options: MeshRunOptions

    @Option(help: "Write the picture to this file.")
    var svg: String?

    @Option(help: "Write the pictures and tables as a page to this file.")
    var html: String?

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--svg", svg), ("--html", html)], format: format.format)
            let report = try measured()
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: reports)
            try reports.write { option in
                switch option {
                case "--svg": report.svg
                case "--html": report.html
                default: nil
                }
            }
            return .holds
        }
    }

    private func measured() throws -> MeshRunReport {
        let campaigns = options.profile.kinds.flatMap { kind in
            options.campaigns.map { (kind: kind, settings: $0) }
        }
        let seconds = campaigns.map { CampaignPlan($0.settings).end / 1_000 }
        let progress = Progress("seconds simulated", total: max(seconds.reduce(0, +), 1))
        defer { progress.finish() }
        var all: [LookUpResults] = []
        var durations: [Int] = []
        var done = 0
        for (campaign, length) in zip(campaigns, seconds) {
            let watch = Stopwatch()
            all.append(
                try MeshRun.results(campaign.kind, campaign.settings) {
                    progress.set(done + $0 / 1_000)
                })
            durations.append(watch.nanoseconds)
            done += length
        }
        progress.finish()
        return MeshRunReport(
            all, durations: durations,
            provenance: ThisRun.provenance(threadCount: options.threads.count))
    }
}

/// A simulated mesh by the name of its rules.
enum MeshRun {
    static func results(
        _ profile: MeshProfile, _ settings: CampaignSettings,
        onProgress: (_ milliseconds: Int) -> Void
    ) throws -> LookUpResults {
        do {
            switch profile {
            case .published:
                return try LookUpCampaign<PublishedWorld>.results(
                    settings, onProgress: onProgress)
            case .hardened, .both:
                return try LookUpCampaign<HardenedWorld>.results(
                    settings, onProgress: onProgress)
            }
        } catch let error as SimulationError {
            throw Failure(outcome: .inconclusive, message: "\(error)")
        }
    }
}
