import ArgumentParser

struct ShadowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow",
        abstract: "Runs the same model in floats, and shows how proofs would flip.",
        shouldDisplay: false)
}
