import Platform
import Receipts
import Reports

/// This run of the program, as its reports name it.
enum ThisRun {
    /// The version of the program.
    static let version = "0.2.0"

    /// Taken when the program starts, which ``Main`` sees to.
    static let startSeconds = Machine.secondsSince1970

    /// The name that requests to other programs carry.
    static let userAgent = "glyphlab/\(version)"

    static let program = Provenance.Program(
        version: version, commit: BuildFacts.commit, hasChanges: BuildFacts.hasChanges,
        build: BuildFacts.kind, compiler: BuildFacts.compiler)

    /// "glyphlab 0.2.0 (commit 1a2b3c4d5e6f, release)"
    static var versionText: String { program.text }

    /// - Parameter threadCount: how many threads the work is given; one where it has no choice.
    static func provenance(threadCount: Int = 1) -> Provenance {
        Provenance(
            program: program,
            host: Provenance.Host(
                name: Machine.hostName, processor: Machine.processor.name,
                architecture: Machine.architecture, system: Machine.operatingSystem,
                threadCount: threadCount),
            arguments: ThisProcess.arguments,
            startedAt: UTCTime.text(secondsSince1970: startSeconds))
    }
}
