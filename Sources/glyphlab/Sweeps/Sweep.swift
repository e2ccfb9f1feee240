import ArgumentParser

/// Runs of many models on a cluster.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Split runs of many models into shards for a cluster.",
        discussion: """
            The word 'plan' may be left out: 'glyphlab sweep' writes the plan and a Slurm array \
            job into a folder, and prints the commands that follow.
            Example: glyphlab sweep --model Models/glyph-nano --prompts 100 --shards 8 --out sweep
            Example: glyphlab sweep status sweep
            """,
        subcommands: [SweepPlanCommand.self, SweepStatusCommand.self, SweepTaskCommand.self],
        defaultSubcommand: SweepPlanCommand.self)
}
