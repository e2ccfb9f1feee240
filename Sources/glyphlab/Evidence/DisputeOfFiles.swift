import Arbitration
import Cryptography
import Proving
import Tensors
import Traces

/// A dispute whose parties stand by files; what these do not hold is computed again here.
struct DisputeOfFiles {
    private let task: DisputeTask
    private let files: Pair<TraceFile>
    private let loaded: TracedModelLoad
    private let trees: ParameterTrees

    init(left: String, right: String, model: String, backend: any ExactGEMM) throws {
        let files = try Pair(TraceFile(left), TraceFile(right))
        let folder = try ModelPath.folder(model)
        let loaded = try TracedModelLoad(folder: folder, backend: backend)
        task = try Self.task(files.left, model: loaded.traced)
        _ = try Self.task(files.right, model: loaded.traced)
        let isSameTask =
            files.left.trace.prompts.map(\.inputDigest)
            == files.right.trace.prompts.map(\.inputDigest)
        guard isSameTask else {
            throw Failure(
                outcome: .badInput,
                message: "\(right): expected the prompts of \(left) in their order, got others; "
                    + "'glyphlab compare' names the first")
        }
        self.files = files
        self.loaded = loaded
        trees = Self.trees(folder)
    }

    /// **Throws:** ``Failure`` where there is nothing to judge.
    static func task(_ file: TraceFile, model: TracedModel?) throws -> DisputeTask {
        do throws(DisputeTaskError) {
            return try DisputeTask(file.trace, model: model)
        } catch {
            throw Failure(outcome: .badInput, message: "\(file.path): \(error)")
        }
    }

    static func trees(_ folder: String) -> ParameterTrees {
        ParameterTrees { name in
            guard let tensor = try ModelFolder(path: folder).parameter(named: name) else {
                throw Failure(
                    outcome: .badInput, message: "\(folder): expected \(name), got none")
            }
            return tensor
        }
    }

    func game() throws -> DisputeGame {
        let parties = files.map { file in
            TraceParty(
                task: task, trace: file.trace,
                source: ModelSource(loaded.prover.transformer, task, trees))
        }
        let progress = Progress("rounds", total: DisputeLimits.roundCountGoal)
        defer { progress.finish() }
        return try DisputeGame(
            task: task, knownRoots: parties.map { $0.parts.root },
            parties: Pair(parties.left, parties.right)
        ) { _ in progress.advance() }
    }
}
