import ArgumentParser
import Checkpoints
import Cryptography
import Encodings
import Fingerprints
import FloatEngine
import Platform
import Proving
import Reports

/// The goldens of the published float pipelines.
extension Reproduce {
    /// Nil where the golden that is named is one of integers.
    var floatReceipt: FloatReceipt? { golden.flatMap(FloatReceipt.init) }

    func validateFloats() throws {
        guard let receipt = floatReceipt else {
            guard !floats.isGiven else {
                throw ValidationError(
                    "expected --order and --golden only for the float goldens "
                        + FloatReceipt.allCases.map(\.rawValue).joined(separator: " and "))
            }
            return
        }
        let extra: [(name: String, isGiven: Bool)] = [
            ("--record", record != nil), ("--out", out != nil), ("--shard", shard != nil),
            ("--expect-weights", expectWeights != nil), ("--cascade", cascade),
            ("--backend", backend.backend != nil), ("--stop-early", work.stopEarly),
            ("--share-prefixes", work.sharePrefixes),
            ("--batch", work.batch != GoldenRun.Settings.batchPromptCountDefault),
            (cache.cache == true ? "--cache" : "--no-cache", cache.cache != nil),
        ]
        let given = extra.filter(\.isGiven).map(\.name)
        guard given.isEmpty else {
            throw ValidationError(
                "\(receipt.rawValue): expected no \(given.joined(separator: ", ")) beside a "
                    + "float golden, got \(given.count == 1 ? "it" : "these")")
        }
        guard floats.other == nil || expect == nil else {
            throw ValidationError("expected one of --golden and --expect, got both")
        }
        if let other = floats.other, Self.hash(other) == nil, !Folder.fileExists(other),
            !other.hasSuffix(".json"), !other.utf8.contains(UInt8(ascii: "/"))
        {
            throw ValidationError(
                "--golden: expected 64 hex digits or a file, got "
                    + JSONValue.quoted(other, scalarCountMax: 120))
        }
    }

    func reproduce(_ receipt: FloatReceipt) throws -> Outcome {
        let house = try House.find()
        let published = try house.floatGolden(receipt)
        let folder = try model.map(ModelPath.folder) ?? house.modelFolder(published.model)
        let files = ModelFolder(path: folder)
        try files.checkPieces()
        let order = floats.order ?? .wide
        let loaded = try FloatModel(folder: folder)
        let count = prompts ?? receipt.promptCount
        let expectation = try expectation(published, loaded, order: order, count: count)
        let tokenizer = try files.tokenizer()
        let progress = Progress("proofs", total: count)
        defer { progress.finish() }
        let watch = Stopwatch()
        let run = try Self.run(folder) {
            try FloatReceiptRun(
                receipt, model: loaded, tokenizer: tokenizer, order: order, promptCount: count,
                threadCount: work.settings.threadCount, onProof: { progress.advance() })
        }
        let nanoseconds = watch.nanoseconds
        progress.finish()
        let comparison = expectation.map {
            FloatReceiptComparison(
                run: run, expectedHash: $0.hash, proofHashes: $0.proofHashes, drift: $0.drift)
        }
        let report = FloatReceiptReport(
            model: model ?? folder,
            tensorsDigest: try FloatModel.tensorsDigest(folder: folder).text,
            run: run, comparison: comparison, nanoseconds: nanoseconds,
            provenance: ThisRun.provenance(threadCount: work.settings.threadCount))
        format.write(text: report.text(.ofStandardOutput), json: report.json)
        return switch comparison?.verdict {
        case .equal?: .holds
        case .wrong?: .doesNotHold
        case .inconclusive?, nil: .inconclusive
        }
    }

    /// **Throws:** a `Failure` that names the model where it cannot prove a prompt.
    private static func run(
        _ folder: String, _ body: () throws -> FloatReceiptRun
    ) throws -> FloatReceiptRun {
        do {
            return try body()
        } catch let error as FloatReceiptRun.PromptError {
            throw Failure(outcome: .badInput, message: "\(folder): \(error)")
        }
    }

    /// Nil where there is nothing to compare with: another golden was not named, and the published
    /// one is of a model with other heads or of more prompts.
    private func expectation(
        _ published: FloatGolden, _ loaded: FloatModel, order: FloatOrder, count: Int
    ) throws -> FloatExpectation? {
        let drift = published.drift(order)
        if let hash = expect ?? floats.other.flatMap(Self.hash) {
            guard count == published.receipt.promptCount else {
                throw Failure(
                    outcome: .usage,
                    message: "--prompts: expected \(published.receipt.promptCount) beside a hash, "
                        + "which is of all proofs, got \(count)")
            }
            return FloatExpectation(hash: hash.lowercased(), proofHashes: [], drift: drift)
        }
        let golden = try floats.other.map(otherGolden) ?? published
        guard golden.receipt == published.receipt else {
            throw Failure(
                outcome: .badInput,
                message: "\(floats.other ?? ""): expected a golden of "
                    + "\(published.receipt.rawValue), got one of \(golden.receipt.rawValue)")
        }
        let form = loaded.form
        guard golden.layerCount == form.layerCount, golden.headCount == form.headCount,
            floats.other != nil || form.headWidth == 64
        else {
            guard let other = floats.other else { return nil }
            throw Failure(
                outcome: .badInput,
                message: "\(other): expected a golden of \(form.layerCount) layers and "
                    + "\(form.headCount) heads, as the model has, got one of "
                    + "\(golden.layerCount) and \(golden.headCount)")
        }
        if count == golden.receipt.promptCount {
            return FloatExpectation(
                hash: golden.ultimateHash, proofHashes: golden.proofHashes,
                drift: golden.drift(order))
        }
        guard count <= golden.proofHashes.count else {
            guard floats.other != nil else { return nil }
            throw Failure(
                outcome: .usage,
                message: "--prompts: expected "
                    + (golden.proofHashes.isEmpty ? "" : "1 to ")
                    + "\(golden.receipt.promptCount) for this golden, which has "
                    + "\(golden.proofHashes.count) proofs of single prompts, got \(count)"
            )
        }
        let proofs = Array(golden.proofHashes.prefix(count))
        return FloatExpectation(
            hash: GoldenPrompts.ultimateHash(proofs), proofHashes: proofs,
            drift: golden.drift(order))
    }

    private func otherGolden(_ file: String) throws -> FloatGolden {
        do {
            return try House.floatGolden(file: file)
        } catch PlatformError.missing {
            throw Failure(
                outcome: .badInput, message: "\(file): expected a golden of floats, got no file")
        }
    }

    private static func hash(_ text: String) -> String? {
        Hexadecimal.bytes(of: text.lowercased())?.count == 32 ? text : nil
    }
}
