import ArgumentParser

struct SystemCreateNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-network",
        abstract: "Make the files of a new network of a system under test.",
        discussion: """
            Example: glyphlab system create-network learning pol
            Example: glyphlab system create-network hybrid chain --validators 4
            """,
        subcommands: [CreateLearningNetwork.self, CreateHybridNetwork.self])
}
