import ArgumentParser

/// The tools of evidence for training runs.
struct TrainingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Trace, locate, dispute and audit runs of the exact integer training step.",
        discussion: """
            Two machines that trained by one plan and differ: their traces name the step, the \
            records of that step name operation and element, and a referee without weights \
            computes the element.
            Example: glyphlab training trace --seed 7 --out ours.trace
            Example: glyphlab training plant --faults 500
            """,
        subcommands: [
            TrainingTraceCommand.self, TrainingLocateCommand.self, TrainingDisputeCommand.self,
            TrainingPlantCommand.self, TrainingAuditOddsCommand.self,
        ])
}
