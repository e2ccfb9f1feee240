import ArgumentParser

struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "Tells which share of the work a proof witnesses.",
        shouldDisplay: false)
}
