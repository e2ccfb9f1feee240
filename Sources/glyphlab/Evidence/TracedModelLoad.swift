import Checkpoints
import Inference
import Platform
import Proving
import Tensors
import Traces

/// A model's folder read and made ready, its weights digested at three stages in the same pass.
struct TracedModelLoad {
    let prover: Prover
    let traced: TracedModel

    /// - Parameter folder: see ``ModelPath/folder(_:)``.
    init(folder: String, backend: any ExactGEMM) throws {
        let loaded = try LoadedModel(
            folder: folder, backend: backend, cacheUse: .never, isTraced: true)
        guard var traced = loaded.traced else {
            preconditionFailure("a traced load without digests")
        }
        traced.name = Self.name(traced, folder)
        prover = loaded.prover
        self.traced = traced
    }

    /// The digests alone.
    static func traced(_ folder: String) throws -> TracedModel {
        let progress = Progress("weights", total: 100)
        defer { progress.finish() }
        var traced = try ModelFolder(path: folder).traced(name: lastName(folder)) { done, count in
            progress.set(done * 100 / max(count, 1))
        }
        traced.name = name(traced, folder)
        return traced
    }

    /// The pinned model that the weights are, or the folder's last name: that as well where there
    /// is no house to know pinned models.
    private static func name(_ traced: TracedModel, _ folder: String) -> String {
        (try? House.find())?.modelName(integerWeightsHash: traced.integerWeightsHash)
            ?? lastName(folder)
    }

    private static func lastName(_ folder: String) -> String {
        folder.split(separator: "/").last.map(String.init) ?? folder
    }
}
