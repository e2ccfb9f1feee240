import Cryptography
import Disputes
import Encodings
import Fingerprints
import Inference
import Proving
import Reports
import Tensors
import Traces

/// The run as a file keeps it, and what two labs do where it is not the expected one.
extension ReproduceResult {
    /// The run's file; nil where the weights were not digested.
    var keptText: String? { keptRun?.json.fileText }

    private var keptRun: RunFile? {
        guard var traced = loaded.traced else { return nil }
        traced.name = model
        return RunFile(
            model: traced, modelFolder: modelArgument, tokenizerFiles: tokenizerFiles,
            prompts: zip(run.tokenIDs, run.proofHashes).map { ids, hash in
                guard let bytes = Hexadecimal.bytes(of: hash) else {
                    preconditionFailure("a proof hash of \(hash)")
                }
                return RunFile.Prompt(tokenIDs: ids, proof: Digest(bytes: bytes))
            },
            settings: keptSettings, provenance: provenance.json)
    }

    /// The value for `--model` in commands: the name of a pinned model in its place, else the
    /// folder.
    private var modelArgument: String {
        let isTheHouses = pinnedFolder.map(ModelPath.absolute) == ModelPath.absolute(folder)
        return isTheHouses ? model : folder
    }

    private var keptSettings: RunFile.Settings {
        RunFile.Settings(
            backend: loaded.prover.transformer.backend.name, threadCount: settings.threadCount,
            batchPromptCount: settings.batchPromptCount,
            sharesPrefixes: settings.shortcuts.sharesPrefixes,
            stopsEarly: settings.shortcuts.stopsEarly)
    }

    /// Nil where the run is the expected one or was compared with nothing.
    var nextSteps: NextSteps? {
        guard comparison.match == false else { return nil }
        let count = run.proofHashes.count
        let here = ReceiptTraceCommand.text(
            modelFolder: modelArgument, promptCount: count, settings: keptSettings,
            output: NextSteps.files[0])
        let there = ReceiptTraceCommand.text(
            modelFolder: pinnedName ?? "MODEL_DIR", promptCount: count, settings: nil,
            output: NextSteps.files[1])
        guard let here, let there else { return nil }
        return NextSteps(sides: [here, there])
    }
}

extension JSONValue {
    /// As a file holds it.
    var fileText: String { prettyText + "\n" }
}
