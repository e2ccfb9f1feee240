internal import Cryptography
package import Encodings
package import Fingerprints
package import Receipts
internal import Traces

/// The report of a shard that was computed and written; it has no verdict.
package struct ShardReport {
    private let receipt: RunReceipt
    private let shard: PromptShard
    private let file: String
    private let nanoseconds: Int
    private let golden: String?
    private let provenance: Provenance

    /// - Parameters:
    ///   - file: where the receipt was written.
    ///   - golden: the name or the file that the merge compares with; nil where there is none.
    package init(
        receipt: RunReceipt, shard: PromptShard, file: String, nanoseconds: Int, golden: String?,
        provenance: Provenance
    ) {
        self.receipt = receipt
        self.shard = shard
        self.file = file
        self.nanoseconds = nanoseconds
        self.golden = golden
        self.provenance = provenance
    }

    private var run: RunStatement { receipt.run }
    private var model: String { receipt.origin.makers[0].model }
    private var goldenText: String {
        guard let golden else { return "none has these weights" }
        let option = ShellWord.option("--golden", golden)
        return golden + (option.map { ", which the merge takes as \($0)" } ?? "")
    }
    private var milliseconds: Int { nanoseconds / 1_000_000 }

    package var text: String {
        var table = TextTable()
        table.add("shard", "\(shard)")
        table.add(
            "prompts",
            "\(run.prompts.count) of \(run.list.totalCount), from number \(run.range.lowerBound)")
        table.add("model", model)
        table.add("weights", run.integerWeightsHash.text)
        table.add("level", run.level.text)
        table.add("trace root", run.traceRoot.text)
        table.add("receipt", receipt.receiptHash.text)
        table.add("key", Hexadecimal.text(of: receipt.publicKey))
        table.add("written", file)
        table.add("time", "\(milliseconds) ms")
        table.add("golden", goldenText)
        table.add("verdict", "none: 'glyphlab receipt merge' gives it")
        return table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("shard", .integer(shard.number)),
            JSONMember("shards", .integer(shard.count)),
            JSONMember("first", .integer(run.range.lowerBound)),
            JSONMember("prompt_count", .integer(run.prompts.count)),
            JSONMember("total", .integer(run.list.totalCount)),
            JSONMember("model", .string(model)),
            JSONMember("integer_weights_hash", .string(run.integerWeightsHash.text)),
            JSONMember("level", .string(run.level.text)),
            JSONMember("trace_root", .string(run.traceRoot.text)),
            JSONMember("receipt_hash", .string(receipt.receiptHash.text)),
            JSONMember("key", .string(Hexadecimal.text(of: receipt.publicKey))),
            JSONMember("file", .string(file)),
            JSONMember("golden", golden.map(JSONValue.string) ?? .null),
            JSONMember("milliseconds", .integer(milliseconds)),
            JSONMember("provenance", provenance.json),
        ])
    }
}
