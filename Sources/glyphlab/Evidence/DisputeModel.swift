import Arbitration
import Architectures
import Checkpoints
import Disputes
import Inference
import Platform
import Proving
import Tensors
import Traces

/// A folder's model with the prompts about which liars lie.
enum DisputeModel {
    /// Short, since a liar's run is made for each dispute; the last is long enough that sums over
    /// its tokens are cut into parts.
    private static let prompts = [
        ("a", "golden frost"), ("b", "river"), ("c", "The end."),
        ("d", "golden river and light and frost and a long way down to the last small thing"),
    ]

    /// **Throws:** as a model's folder throws, and where the prompts are longer than the context.
    static func load(
        folder: String, backend: any ExactGEMM
    ) throws -> (subject: DisputeSubject, name: String) {
        let loaded = try TracedModelLoad(folder: folder, backend: backend)
        let checkpoint = try ModelFolder(path: folder).load().checkpoint
        let challenges = try prompts.map { salt, prompt in
            try TracedChallenge(
                salt: salt, prompt: Array(prompt.utf8), tokenizer: loaded.prover.tokenizer)
        }
        let weights = checkpoint.weights
        let subject = try DisputeSubject(
            transformer: loaded.prover.transformer, model: loaded.traced, challenges: challenges,
            parameter: { weights[$0] })
        return (subject, loaded.traced.name)
    }
}
