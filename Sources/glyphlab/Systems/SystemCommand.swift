import ArgumentParser

struct SystemCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system",
        abstract: "List the systems under test, compare them with vectors, and run them.",
        discussion: "Example: glyphlab system list",
        subcommands: [
            SystemList.self, SystemVectors.self, SystemServe.self, SystemClient.self,
            SystemEpoch.self, SystemCreateNetwork.self, SystemNetwork.self, SystemKey.self,
            SystemVerify.self, SystemKeygen.self, SystemKeyview.self, SystemRun.self,
        ])
}
