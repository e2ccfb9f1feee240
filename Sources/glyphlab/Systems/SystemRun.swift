import ArgumentParser

/// `glyphlab system run`.
struct SystemRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run many of a system's nodes in one process.",
        subcommands: [RunMesh.self, RunHybrid.self])
}
