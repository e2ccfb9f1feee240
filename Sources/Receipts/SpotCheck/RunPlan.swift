internal import Architectures
internal import Cryptography
internal import Inference
package import Proving
package import Traces

/// The part of a run's commitment that follows from the model and the level, before any prompt is
/// read.
///
/// The maker of a receipt writes its trace's schedule as well, so only a plan that the checker made
/// tells which operations there are, and which proofs are worth anything.
package struct RunPlan: Sendable, Equatable {
    let level: TraceLevel
    let architecture: TracedArchitecture
    let integersDigest: Digest
    /// The digest of level, architecture, weights, parameters and schedule.
    let runDigest: Digest

    init(
        level: TraceLevel, architecture: TracedArchitecture, integersDigest: Digest,
        runDigest: Digest
    ) {
        self.level = level
        self.architecture = architecture
        self.integersDigest = integersDigest
        self.runDigest = runDigest
    }

    /// - Parameter model: the digests of the weights that the prover runs.
    ///
    /// **Throws:** ``TraceRequestError`` for a level without a schedule.
    package init(_ level: TraceLevel, _ prover: Prover, _ model: TracedModel) throws {
        let architecture = prover.transformer.architecture
        let plan = try TracePlan(level, architecture, operations: architecture.operations)
        let empty = Trace(
            level: level, model: model, schedule: plan.schedule, prompts: [], maker: [])
        self.init(
            level: level, architecture: model.architecture,
            integersDigest: empty.integersDigest, runDigest: empty.runDigest)
    }

    /// A plan taken from a trace, for callers that know it to be the model's.
    package init(of trace: Trace) {
        self.init(
            level: trace.level, architecture: trace.model.architecture,
            integersDigest: trace.integersDigest, runDigest: trace.runDigest)
    }

    /// Compares a receipt's run with the plan. **Throws:**
    /// ``SpotCheckError/otherPlan(what:expected:got:)`` where it commits to another.
    package func check(_ run: RunStatement) throws(SpotCheckError) {
        for (what, expected, got) in [
            ("level", level.text, run.level.text),
            ("architecture", architecture.words, run.architecture.words),
            ("digest of the integers", integersDigest.text, run.integersDigest.text),
            ("run digest", runDigest.text, run.runDigest.text),
        ] where expected != got {
            throw .otherPlan(what: what, expected: expected, got: got)
        }
    }
}
