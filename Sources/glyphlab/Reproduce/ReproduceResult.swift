import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors
import Traces

/// The result of `reproduce`: run, golden and comparison, and the exit code that follows.
struct ReproduceResult {
    let expectation: GoldenExpectation
    let folder: String
    /// The name of the pinned model that has these weights; nil if none has.
    let pinnedName: String?
    /// Where the house keeps that model, or would.
    let pinnedFolder: String?
    let loaded: LoadedModel
    let tokenizerFiles: [TracedFile]
    let run: GoldenRun
    let recordsTo: GoldenTarget?
    /// The file that keeps the run, if any.
    let keptAs: String?
    let settings: GoldenRun.Settings
    let drawsCascade: Bool
    let nanoseconds: Int

    var provenance: Provenance {
        ThisRun.provenance(threadCount: settings.threadCount)
    }

    var comparison: GoldenComparison {
        GoldenComparison(
            expectation,
            ReproducedFacts(
                integerWeightsHash: loaded.integerWeightsHash, tokensDigest: run.tokensDigest,
                proofHashes: run.proofHashes, ultimateHash: run.ultimateHash))
    }

    var outcome: Outcome {
        switch comparison.match {
        case true?: .holds
        case false?: .doesNotHold
        case nil: recordsTo == nil ? .inconclusive : .holds
        }
    }

    /// The pinned name, or else the folder as it was given.
    var model: String { pinnedName ?? folder }

    var report: ReproduceReport {
        ReproduceReport(
            model: loaded.reported(as: model), tokenizerFiles: tokenizerFiles,
            expectation: expectation, comparison: comparison, run: run,
            cost: ReproduceCost(
                settings: settings, nanoseconds: nanoseconds,
                loadNanoseconds: loaded.loadNanoseconds, isCached: loaded.isCached,
                memoryBytesPeak: Machine.memoryBytesPeak),
            recording: recordsTo.map {
                GoldenRecording(path: $0.path, isWritten: comparison.match != false)
            },
            keptAs: keptAs, nextSteps: nextSteps, firstHead: firstHead, provenance: provenance)
    }

    /// The first head of the first prompt's proof, for the drawing; nil unless it was asked for.
    private var firstHead: ShownHead? {
        guard drawsCascade,
            let proof = try? loaded.prover.prove(
                salt: GoldenPrompts.salt(0), prompt: Array(GoldenPrompts.prompt(0).utf8)),
            let print = proof.fingerprint.heads.first
        else { return nil }
        return ShownHead(
            salt: GoldenPrompts.salt(0), prompt: GoldenPrompts.prompt(0), print: print,
            tokens: loaded.prover.shownTokens(proof.tokenIDs))
    }

    /// Nil where no golden is to be recorded.
    var goldenText: String? {
        guard let recordsTo, outcome == .holds else { return nil }
        return recordedGolden(recordsTo).json.fileText
    }

    private func recordedGolden(_ target: GoldenTarget) -> Golden {
        let name = ModelPath.absolute(folder).last.map(String.init) ?? folder
        let place = "/" + ModelPath.absolute(target.path + "/..").joined(separator: "/")
        // A copy of a pinned model elsewhere is where its golden should look first.
        let isTheHouses = pinnedFolder.map(ModelPath.absolute) == ModelPath.absolute(folder)
        return Golden(
            name: target.name, model: pinnedName ?? name,
            integerWeightsHash: loaded.integerWeightsHash, ultimateHash: run.ultimateHash,
            proofHashes: run.proofHashes, tokensDigest: run.tokensDigest,
            modelFolder: isTheHouses ? nil : ModelPath.relative(folder, from: place))
    }
}
