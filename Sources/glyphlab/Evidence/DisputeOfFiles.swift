import Arbitration
import Checkpoints
import Cryptography
import Disputes
import Encodings
import Proving
import Reports
import Tensors
import Traces

/// A dispute whose parties stand by files; what these do not hold is computed again here.
struct DisputeOfFiles {
    private let task: DisputeTask
    private let files: Pair<TraceFile>
    private let values: [TraceFile]
    private let loaded: TracedModelLoad
    private let trees: ParameterTrees
    /// As it was given.
    private let model: String

    /// - Parameter values: the paths of traces of values, of either run.
    init(
        left: String, right: String, values: [String], model: String, backend: any ExactGEMM
    ) throws {
        let files = try Pair(TraceFile(left), TraceFile(right))
        self.values = try values.map(TraceFile.init)
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
        for side in Side.allCases { try Self.demandWhole(files[side]) }
        self.files = files
        self.loaded = loaded
        self.model = model
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

    /// **Throws:** ``Failure`` where an operation was not computed: whoever stands by such a trace
    /// could only lose.
    static func demandWhole(_ file: TraceFile) throws {
        for (place, prompt) in file.trace.prompts.enumerated() {
            guard let first = prompt.records.firstIndex(where: { $0.digest == nil }) else {
                continue
            }
            throw Failure(
                outcome: .badInput,
                message: "\(file.path): expected a run in which every operation was computed, got "
                    + "none of \(file.trace.schedule[first].name) for prompt \(place); "
                    + "'glyphlab trace' without --stop-early, --share-prefixes and --from makes one"
            )
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

    /// **Throws:** ``Failure`` where a trace of values is of neither run.
    func game() throws -> DisputeGame {
        let sources = files.map { file in
            ValuesSource(
                task, trace: file.trace, values: values.map(\.trace),
                others: ModelSource(loaded.prover.transformer, task, trees))
        }
        for (place, file) in values.enumerated()
        where !sources.left.areUsed[place] && !sources.right.areUsed[place] {
            throw Failure(
                outcome: .badInput,
                message: "\(file.path): expected integers that make a digest of "
                    + "\(files.left.path) or \(files.right.path), got others; "
                    + "'glyphlab trace --level values=OPERATION' makes such a trace")
        }
        let parties = Pair(
            TraceParty(task: task, trace: files.left.trace, source: sources.left),
            TraceParty(task: task, trace: files.right.trace, source: sources.right))
        let progress = Progress("rounds", total: DisputeLimits.roundCountGoal)
        defer { progress.finish() }
        let game = try DisputeGame(
            task: task, knownRoots: parties.map { $0.parts.root },
            parties: Pair(parties.left, parties.right)
        ) { _ in progress.advance() }
        try demandOwnInputs(game, sources.left)
        return game
    }

    /// **Throws:** ``Failure`` where both files agree on an input of the disputed operation that
    /// this machine computes otherwise, so that its output is no measure for theirs.
    private func demandOwnInputs(_ game: DisputeGame, _ source: any TensorSource) throws {
        guard let prompt = game.verdict.path.prompt, let place = game.verdict.path.place else {
            return
        }
        for input in task.schedule[place].inputs {
            guard let form = task.form(prompt: prompt, place: input),
                try form.digest(source.output(prompt: prompt, place: input))
                    != files.left.trace.prompts[prompt].records[input].digest
            else { continue }
            throw Failure(
                outcome: .inconclusive,
                message: "\(task.schedule[input].name) of prompt \(prompt): expected this "
                    + "machine's integers in both traces, which differ after it, got others in "
                    + "both: nothing here tells who is right; '--left' and '--right' let each "
                    + "machine stand by its own trace")
        }
    }

    /// The operation that a game could not open from these files, with the commands that would open
    /// it; nil if it opened all that it needed.
    ///
    /// **Throws:** errors of a run of the disputed prompt.
    func unopened(_ game: DisputeGame) throws -> UnopenedFiles? {
        let path = game.verdict.path
        guard let prompt = path.prompt, let place = path.place,
            game.verdict.faults.left == .unopenable || game.verdict.faults.right == .unopenable
        else { return nil }
        // A trace that contradicts itself cannot be compared, so no next command is known.
        let compared = try? ComparisonOptions.compared(files.left, files.right)
        let next = compared?.comparison.next ?? []
        // A file that is opened with values may have another digest than this machine, too: then
        // this machine's is no measure for the other file.
        let own = try task.form(prompt: prompt, place: place)?.digest(
            ModelSource(loaded.prover.transformer, task, trees)
                .output(prompt: prompt, place: place))
        var (paths, commands) = (Pair<String?>(both: nil), Pair<String?>(both: nil))
        var hasValues = Pair(both: false)
        for side in Side.allCases {
            let isUnopened = game.verdict.faults[side] == .unopenable
            let digest = files[side].trace.prompts[prompt].records[place].digest
            guard isUnopened || digest != own else { continue }
            paths[side] = files[side].path
            hasValues[side] = !isUnopened
            if isUnopened, next.count == 2 { commands[side] = next[side.rawValue] }
        }
        func word(_ path: String) -> String { ShellWord.quoted(path) ?? "FILE" }
        return UnopenedFiles(
            operation: task.schedule[place].name, prompt: prompt, paths: paths,
            hasValues: hasValues, commands: commands,
            next: "glyphlab dispute \(word(files.left.path)) \(word(files.right.path)) "
                + "--model \(word(model)) --values FILE",
            parties: files.map {
                "glyphlab dispute party --trace \(word($0.path)) --model \(word(model))"
            })
    }
}
