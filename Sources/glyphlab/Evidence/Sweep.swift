import ArgumentParser

struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Writes an array job for a cluster.", shouldDisplay: false)
}
