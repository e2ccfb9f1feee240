import Cryptography
import GlyphChainTrials
import Platform
import Scenarios
import Submissions
import Trials

/// A bundle that a command was given, with all that its verdict is recomputed by.
struct EvidenceInput {
    let bundle: EvidenceBundle
    let setup: SessionSetup
    let suite: Suite

    /// - Parameter adapter: the command of an adapter, for evidence on a node behind one.
    /// **Throws:** `EvidenceFault` for a bundle that is none, ``Failure`` for one of another model
    /// or another target.
    init(folder: String, adapter: String?) throws {
        bundle = try EvidenceBundle(folder: folder)
        let house = try House.find()
        let model = try EmbeddedModel.loaded(in: house)
        guard bundle.facts.weightsDigest == model.weightsHash.text,
            bundle.facts.model == model.name
        else {
            throw Failure(
                outcome: .badInput,
                message: "\(folder): expected evidence of the model \(model.name), weights "
                    + "\(model.weightsHash.text), got \(bundle.facts.weightsDigest)")
        }
        let target = try ScriptTarget(adapter: adapter, model: model)
        try target.expect(bundle.facts.target, of: folder)
        setup = SessionSetup(
            profile: bundle.facts.profile, seeds: bundle.facts.seeds,
            systems: target.systems, claim: bundle.facts.claim)
        suite = try Suite(house: house.path, systems: Systems.all(model: model))
    }
}
