import Checkpoints
import Inference
import Platform
import Proving
import Reports
import Tensors
import Traces

/// A model that was read from its folder and made ready, with a progress bar meanwhile.
struct LoadedModel {
    let prover: Prover
    /// The transformer with the same weights on the reference backend; nil unless asked for, or if
    /// `prover` uses that backend itself.
    let reference: Transformer?
    let integerWeightsHash: String
    let beyondClampCount: Int
    let loadNanoseconds: Int
    /// Whether the integers are those of a cache beside the weights.
    let isCached: Bool
    /// The weights' digests, where they were asked for; named as the folder.
    let traced: TracedModel?

    /// - Parameters:
    ///   - path: the model's folder, or what else ``ModelPath`` knows it by.
    ///   - isTraced: whether the weights are digested as they are read; no cache is used then.
    init(
        folder path: String, backend: any ExactGEMM, cacheUse: CacheUse,
        withReference: Bool = false, isTraced: Bool = false
    ) throws {
        let folder = try ModelPath.folder(path)
        let watch = Stopwatch()
        let isOther = withReference && backend.name != Backends.reference.name
        let total = 100
        let progress = Progress("weights", total: total)
        defer { progress.finish() }
        let backends = [backend] + (isOther ? [Backends.reference] : [])
        func advance(_ done: Int, _ count: Int) { progress.set(done * total / max(count, 1)) }
        let model: PackedModel
        if isTraced {
            let (packed, digests) = try ModelFolder(path: folder)
                .packedAndTraced(for: backends, name: folder, progress: advance)
            (model, traced) = (packed, digests)
        } else {
            model = try ModelFolder(path: folder)
                .packed(for: backends, cacheUse: cacheUse, progress: advance)
            traced = nil
        }
        prover = Prover(tokenizer: model.tokenizer, transformer: model.transformers[0])
        reference = isOther ? model.transformers[1] : nil
        integerWeightsHash = model.integerWeightsHash
        beyondClampCount = model.beyondClampCount
        isCached = model.cacheFinding == .used
        loadNanoseconds = watch.nanoseconds
        progress.finish()
        Self.tell(model.cacheFinding, folder: folder)
    }

    /// - Parameter directory: the model's folder as the user named it.
    func reported(as directory: String) -> ReportedModel {
        ReportedModel(
            directory: directory, architecture: prover.transformer.architecture,
            integerWeightsHash: integerWeightsHash, backendName: prover.transformer.backend.name)
    }

    /// Tells why a cache was not read or not written; says nothing where all went well.
    private static func tell(_ finding: CacheFinding, folder: String) {
        guard case .filled(let refusal, let writing) = finding else { return }
        var lines = refusal.map { [$0 + "; the weights were read instead"] } ?? []
        switch writing {
        case .written, .leftToAnother: break
        case .clamped: lines.append("\(folder): no cache: some weights lie on their clamps")
        case .weightsChanged: lines.append("\(folder): no cache: the weights changed meanwhile")
        case .failed(let why): lines.append("\(why); no cache is kept (--no-cache asks for none)")
        }
        for line in lines { StandardStreams.writeMessage("glyphlab: note: \(line)\n") }
    }
}
