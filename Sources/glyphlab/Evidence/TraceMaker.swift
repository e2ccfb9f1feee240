import Platform
import Receipts
import Reports
import Traces

/// The facts in a trace that describe the program and the machine that made it.
enum TraceMaker {
    /// - Parameter model: the model as the user named it, which the next trace needs again.
    static func facts(model: String, threadCount: Int) -> [TraceFact] {
        let provenance = ThisRun.provenance(threadCount: threadCount)
        let program = provenance.program
        let host = provenance.host
        return [
            TraceFact("model_folder", model),
            TraceFact("program", "glyphlab"),
            TraceFact("version", program.version),
            TraceFact("commit", program.commit ?? "unknown"),
            TraceFact("has_changes", program.hasChanges.map { "\($0)" } ?? "unknown"),
            TraceFact("build", program.build),
            TraceFact("compiler", program.compiler),
            TraceFact("host", host.name ?? "unknown"),
            TraceFact("processor", host.processor ?? "unknown"),
            TraceFact("architecture", host.architecture),
            TraceFact("system", host.system),
            TraceFact("started_at", provenance.startedAt),
        ]
    }
}
