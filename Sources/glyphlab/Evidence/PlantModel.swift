import Checkpoints
import Disputes
import Inference
import Platform
import Proving
import Tensors
import Tokenization

/// A folder's model with the prompts into which faults are planted.
enum PlantModel {
    /// Short, since every fault costs several runs; of unequal lengths, two with a common beginning
    /// and salt.
    private static let prompts = [
        ("a", "golden frost"), ("b", "river"), ("a", "golden river and light"),
        ("c", "The end."),
    ]

    /// **Throws:** as a model's folder throws, and where the prompts are longer than the context.
    static func load(
        folder: String, backends: [any ExactGEMM], threadCount: Int
    ) throws -> SelfTestModel {
        let total = 100
        let progress = Progress("weights", total: total)
        defer { progress.finish() }
        let model = ModelFolder(path: folder)
        let name = ModelPath.absolute(folder).last.map(String.init) ?? folder
        let traced = try model.traced(name: name) { done, count in
            progress.set(done * total / max(count, 1))
        }
        let (checkpoint, tokenizer) = try model.load()
        let provers = backends.map { backend in
            Prover(
                tokenizer: tokenizer,
                transformer: Transformer(weights: checkpoint.weights, backend: backend))
        }
        let prompts = try Self.prompts.map { salt, prompt in
            let challenge = try Challenge(
                salt: salt, prompt: Array(prompt.utf8), tokenizer: tokenizer)
            return FaultSubject.Prompt(
                salt: salt, prompt: prompt, tokenIDs: challenge.tokenIDs)
        }
        return SelfTestModel(
            subject: try FaultSubject(
                weights: checkpoint.weights, transformer: provers[0].transformer,
                prompts: prompts),
            traced: traced, provers: provers, threadCount: threadCount)
    }
}
