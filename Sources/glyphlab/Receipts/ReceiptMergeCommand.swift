import ArgumentParser
import Cryptography
import Encodings
import Fingerprints
import Platform
import Receipts
import Reports

/// Shards put together to the receipt of the single run, and the verdict on it.
struct ReceiptMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put the receipts of shards together, and give the verdict on the whole.",
        discussion: """
            All shards must be of one run: the same weights, tokenizer, prompts and level; and \
            every prompt must be in exactly one. The merged run equals that of a single machine, \
            digest for digest. Where prompts are missing they are named, nothing is written, and \
            the exit code is 2; shards that overlap or are of different runs are refused with 65, \
            and a shard by a key that is not trusted ends the command with 1.
            Nothing is run: proofs are compared with a golden, the architecture with that of a \
            pinned model, and with --model also the integers, the operations and the tokens of \
            every prompt. Facts that were compared with nothing are marked as the signers' word.
            Example: glyphlab receipt merge sweep/results/glyph-nano-100 --key lab.key \
            --out run.receipt
            """)

    @Argument(
        help: "The receipts of the shards, in any order; of a folder, all files named *.json.")
    var files: [String]

    @Option(help: "The model's folder or a pinned model's name, to compare the receipt with.")
    var model: String?

    @Option(help: "The golden's name or file; by default the one that has these weights.")
    var golden: String?

    @Option(help: "The ultimate hash to compare with: all 64 hex digits.")
    var expect: String?

    @Option(help: "The integer weights hash to compare with: all 64 hex digits.")
    var expectWeights: String?

    @Option(help: "The key that signs the whole receipt, as 'glyphlab receipt key' writes it.")
    var key: String

    @Option(help: "Write the whole receipt to this file, which must not exist yet.")
    var out: String

    @OptionGroup var trusted: TrustedKeyOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        try HashOption.check(expect, "expect")
        try HashOption.check(expectWeights, "expect-weights")
    }

    func run() throws {
        try ReceiptRefusal.ending(format) {
            let house = try House.find()
            let named = try golden.map { try house.golden($0) }
            let key = try SigningKey.read(key)
            try NewFile.check(out, "a receipt")
            let files = files.flatMap(Self.files)
            let outputs = try ReportFiles(
                [("--out", out)], format: format.format, inputs: files + trusted.names + [self.key],
                models: [model])
            let keys = try trusted.keys()
            var merge = ReceiptMerge()
            let progress = Progress("receipts", total: files.count)
            for path in files {
                let receipt = try ReceiptFile(path).receipt
                try trusted.check(receipt, path, against: keys)
                try merge.add(receipt, name: path)
                progress.advance()
            }
            progress.finish()
            let body: ReceiptBody
            do throws(MergeError) {
                body = try merge.body()
            } catch {
                guard case .missing(let parts) = error else { throw error }
                tell(MergeReport(partCount: merge.partCount, result: .missing(parts)), outputs)
                return .inconclusive
            }
            let receipt = try signed(body, key)
            let verdict = try verdict(body.run, named?.golden, house)
            try outputs.write(bytes: { _ in receipt.encoded })
            tell(
                MergeReport(
                    partCount: merge.partCount, result: .whole(receipt, verdict, file: out)),
                outputs)
            return verdict.match.map { $0 ? .holds : .doesNotHold } ?? .inconclusive
        }
    }

    /// The receipts in a folder, by their ending `.json`, or the file itself. Incomplete results of
    /// a sweep have another ending.
    private static func files(_ path: String) -> [String] {
        guard Folder.exists(path) else { return [path] }
        return Folder.names(in: path).filter { $0.hasSuffix(".json") }
            .map { Folder.path(path, $0) }
    }

    /// **Throws:** ``Failure`` where the whole is larger than a receipt may be.
    private func signed(_ body: ReceiptBody, _ key: Ed25519PrivateKey) throws -> RunReceipt {
        do throws(ReceiptError) {
            return try RunReceipt(signing: body, by: key)
        } catch {
            throw Failure(outcome: .badInput, message: "\(out): \(error)")
        }
    }

    private func tell(_ report: MergeReport, _ outputs: ReportFiles) {
        format.writeStamped(
            text: report.text(.ofStandardOutput), json: report.json, beside: outputs)
    }
}
