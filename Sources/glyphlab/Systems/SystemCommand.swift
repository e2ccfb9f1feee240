import ArgumentParser

struct SystemCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system",
        abstract: "List the systems under test, and compare them with reference vectors.",
        discussion: "Example: glyphlab system list",
        subcommands: [SystemList.self, SystemVectors.self])
}
