import ArgumentParser
import Clusters
import Platform

/// Runs of many models on a cluster.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Cut runs of many models into shards, for a cluster to compute.",
        discussion: """
            Without a subcommand: writes the plan and a Slurm array job into a folder, and says \
            the commands that follow.
            Example: glyphlab sweep --model Models/glyph-nano --prompts 100 --shards 8 --out sweep
            Example: glyphlab sweep status sweep
            """,
        subcommands: [SweepPlanCommand.self, SweepStatusCommand.self, SweepTaskCommand.self],
        defaultSubcommand: SweepPlanCommand.self)

    /// The plan of a sweep's folder.
    ///
    /// **Throws:** ``Failure`` where there is none, or one that does not hold.
    static func plan(in folder: SweepFolder) throws -> SweepPlan {
        do throws(SweepError) {
            return try SweepPlan(json: try bytes(folder.planFile))
        } catch {
            throw Failure(outcome: .badInput, message: "\(folder.planFile): \(error)")
        }
    }

    private static func bytes(_ path: String) throws(SweepError) -> [UInt8] {
        do throws(PlatformError) {
            return try WholeFile.read(path, byteCountMax: SweepPlan.byteCountMax)
        } catch {
            throw .unreadable(reason: error.reason)
        }
    }
}
