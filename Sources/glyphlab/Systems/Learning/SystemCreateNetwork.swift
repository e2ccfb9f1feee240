import ArgumentParser

struct SystemCreateNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-network",
        abstract: "Make the files of a new network of a system under test.",
        discussion: "Example: glyphlab system create-network learning pol",
        subcommands: [CreateLearningNetwork.self])
}
