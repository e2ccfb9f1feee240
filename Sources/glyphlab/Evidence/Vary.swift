import ArgumentParser

struct Vary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vary",
        abstract: "Runs prompts under many circumstances, and demands the same bits.",
        shouldDisplay: false)
}
