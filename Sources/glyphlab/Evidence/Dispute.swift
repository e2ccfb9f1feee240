import ArgumentParser

struct Dispute: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "Brings two differing runs down to one dot product before a referee.",
        shouldDisplay: false)
}
