import ArgumentParser
import Cryptography
import Fingerprints
import Platform
import Proving
import Receipts
import Reports
import Traces

/// A part of the receipt computed, for 'receipt merge'.
extension Reproduce {
    func validateShard() throws {
        guard shard != nil else {
            guard key == nil, level == nil else {
                throw ValidationError("expected --key and --level only beside --shard")
            }
            return
        }
        guard record == nil, expect == nil, expectWeights == nil, !cascade else {
            throw ValidationError(
                "shard: expected neither --record, --expect, --expect-weights nor --cascade "
                    + "beside it: a part has no verdict")
        }
        guard !work.stopEarly else {
            throw ValidationError(
                "shard: expected no --stop-early beside it, which leaves records out")
        }
        guard out != nil, key != nil else {
            throw ValidationError(
                "shard: expected --out and --key beside it: a shard is written, and signed")
        }
        if let level, ![.layers, .operations].contains(level.level) {
            throw ValidationError("level: expected layers or operations, got \(level)")
        }
    }

    /// **Throws:** what keeps the shard from being computed or written; it has no verdict.
    func writeShard(_ shard: PromptShard) throws -> Outcome {
        guard let out, let key else { preconditionFailure("a shard without --out or --key") }
        try NewFile.check(out, "a shard")
        let files = try ReportFiles(
            [("--out", out)], format: format.format, inputs: [key],
            models: [model])
        let signer = try SigningKey.read(key)
        let house = try House.find()
        let (named, folder) = try subject(house)
        let count = prompts ?? named?.golden.promptCount ?? GoldenPrompts.promptCount
        let watch = Stopwatch()
        let run = try ShardRun(
            shard, promptCount: count, folder: folder,
            expectedWeights: named.map { ExpectedWeights($0.golden) },
            level: level?.level ?? .layers,
            settings: work.settings, backend: backend.chosen(), key: signer)
        try files.write(bytes: { _ in run.receipt.encoded })
        let report = ShardReport(
            receipt: run.receipt, shard: shard, file: out, nanoseconds: watch.nanoseconds,
            golden: named?.file
                ?? house.golden(
                    integerWeightsHash: run.receipt.run.integerWeightsHash.text)?.name,
            provenance: ThisRun.provenance(threadCount: work.settings.threadCount))
        format.write(text: report.text, json: report.json, beside: files)
        return .holds
    }
}
