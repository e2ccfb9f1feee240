import ArgumentParser
import Cryptography
import Encodings
import Fingerprints
import Inference
import Proving
import Receipts
import Reports
import Tensors
import Traces

/// A receipt of which a few records are computed again.
struct ReceiptSpotCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spot-check", abstract: "Run a few operations of a receipt again.",
        discussion: """
            Draws records (a prompt's operation each) by a seed, opens them in the trace up to \
            the receipt's root, and computes those operations again, each prompt only as far as \
            its last one. The operations that the receipt commits to and the tokens of every \
            prompt are always compared, so a lie about them is always found. A fraud \
            is a record that is wrong where it is computed from its prompt on: a fault makes \
            most records behind it wrong, too. Of f wrong records among n, k drawn ones miss all \
            with the probability C(n-f, k) / C(n, k), which is printed. The seed must be drawn \
            after the receipt was made, as it is by default.
            Exit codes: 0 all equal · 1 one differs, or the weights, the operations or the key \
            do, or the model cannot read a prompt · 65 no receipt, or a trace of another run.
            Example: glyphlab receipt spot-check run.receipt --model Models/glyph-nano \
            --trace run.trace -k 20
            """)

    @Argument(help: "The receipt.")
    var file: String

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "The trace that was written with the receipt.")
    var trace: String

    @Option(name: .customShort("k"), help: "How many records to draw, at least 1.")
    var count: Int

    @Option(help: "Seed of the draw: 64 hex digits; by default a random one from the system.")
    var seed: String?

    @OptionGroup var trusted: TrustedKeyOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard count >= 1 else { throw ValidationError("k: expected at least 1, got \(count)") }
        if let seed, Self.bytes(seed) == nil {
            throw ValidationError(
                "seed: expected 64 hex digits, got \(JSONValue.quoted(seed, scalarCountMax: 80))")
        }
    }

    private static func bytes(_ seed: String) -> [UInt8]? {
        guard let bytes = Hexadecimal.bytes(of: seed.lowercased()),
            bytes.count == LeafDraw.seedByteCount
        else { return nil }
        return bytes
    }

    func run() throws {
        try ReceiptRefusal.ending(format) {
            let receipt = try ReceiptFile(file).receipt
            try trusted.check(receipt, file, against: trusted.keys())
            let trace = try TraceFile(trace)
            let seed =
                seed.flatMap(Self.bytes) ?? SystemRandom.bytes(count: LeafDraw.seedByteCount)
            let loaded = try TracedModelLoad(
                folder: ModelPath.folder(model), backend: backend.chosen())
            let expected = receipt.run.integerWeightsHash.text
            guard loaded.traced.integerWeightsHash == expected else {
                throw ReceiptRefusal(
                    receipt, file: file, .weights,
                    reason: "weights: expected \(loaded.traced.integerWeightsHash), those of the "
                        + "model \(model), got \(expected)")
            }
            let challenges = try ReceiptRefusal.demandingReadable(receipt, file: file) {
                try TracedChallenge.all(of: receipt.run, loaded.prover)
            }
            let check: SpotCheck
            do {
                check = try ReceiptRefusal.demandingReadable(receipt, file: file) {
                    try self.check(receipt.run, trace.trace, loaded, challenges, seed)
                }
            } catch let error as SpotCheckError {
                guard error.isAboutReceipt else {
                    throw Failure(outcome: .badInput, message: "\(self.trace): \(error)")
                }
                let isPlan = if case .otherPlan = error { true } else { false }
                throw ReceiptRefusal(
                    receipt, file: file, isPlan ? .schedule : .root, reason: "\(error)")
            }
            let report = SpotCheckReport(
                check, receipt: receipt, file: file,
                wholeMultiplyAddCount: challenges.reduce(0) {
                    $0
                        + PartialRun.wholeMultiplyAddCount(
                            loaded.prover.transformer, tokenCount: $1.challenge.tokenIDs.count)
                })
            format.writeStamped(
                text: report.text(.ofStandardOutput), json: report.json,
                threadCount: threads.count)
            return check.holds ? .holds : .doesNotHold
        }
    }

    private func check(
        _ run: RunStatement, _ trace: Trace, _ loaded: TracedModelLoad,
        _ challenges: [TracedChallenge], _ seed: [UInt8]
    ) throws -> SpotCheck {
        let progress = Progress("prompts", total: min(count, run.prompts.count))
        defer { progress.finish() }
        let workers = Workers(threadCount: threads.count)
        let prover = loaded.prover
        return try SpotCheck(
            run, plan: RunPlan(run.level, prover, loaded.traced), trace: trace,
            inputs: challenges.map(\.inputDigest), count: count, seed: seed
        ) { prompt, places in
            let partial: PartialRun
            do {
                partial = try PartialRun(
                    prover: prover, challenge: challenges[prompt], level: run.level,
                    places: places, workers: workers)
            } catch let error as InferenceError {
                throw UnreadablePrompt(number: run.list.first + prompt, cause: "\(error)")
            }
            progress.advance()
            return SpotCheck.Computed(
                digests: partial.digests, multiplyAddCount: partial.multiplyAddCount)
        }
    }
}
