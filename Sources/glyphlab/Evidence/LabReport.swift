import ArgumentParser

struct LabReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Makes one page of the evidence at hand.",
        shouldDisplay: false)
}
