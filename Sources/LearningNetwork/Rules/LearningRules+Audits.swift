internal import Cryptography
package import Training
package import Trials

extension LearningRules {
    /// Judges the opened steps of a proof by training them again.
    ///
    /// **Result:** whether the proof holds: false where a step that its trainer bound itself to
    /// leads elsewhere. **Throws:** ``Refusal`` of an opening that says nothing about the proof,
    /// whoever sent it.
    package func audit(
        _ opening: LearningOpening, of entry: LearningState.ProofEntry, beacon: [UInt8],
        chunk: TrainingChunk
    ) throws(Refusal) -> Refusal? {
        let proof = entry.proof
        let asked = challenge(proof, beacon: beacon)
        try guards.require(
            opening.steps.map(\.step) == asked.steps, LearningGuards.auditSteps,
            "expected the openings of steps \(asked.steps), got \(opening.steps.map(\.step))")
        let audit: TrainingAudit
        do throws(TrainingError) {
            audit = try TrainingAudit(
                plan: genesis.model.plan, seed: Digest(bytes: proof.seed), chunk: chunk,
                trace: Digest(bytes: proof.trace))
        } catch {
            throw Refusal(index: nil, by: LearningGuards.chunk, message: error.description)
        }
        for step in opening.steps {
            switch audit.refusal(of: step) {
            case .path?:
                try guards.require(
                    false, LearningGuards.auditPath,
                    "step \(step.step): the weights do not lead to the trace")
            case .step?, .steps?, .ends?:
                guard guards.has(LearningGuards.auditStep) else { continue }
                return Refusal(
                    index: nil, by: LearningGuards.auditStep,
                    message: "step \(step.step): training it again leads to other weights")
            case nil: continue
            }
        }
        return nil
    }
}
