internal import Cryptography
package import Encodings
package import Receipts
internal import Traces

/// The contents of a receipt, as text and JSON.
package struct ReceiptReport: Sendable {
    let receipt: RunReceipt
    let file: String

    package init(_ receipt: RunReceipt, file: String) {
        self.receipt = receipt
        self.file = file
    }

    private var run: RunStatement { receipt.run }

    package var text: String {
        var table = TextTable()
        for row in rows { table.add(row.name, row.value) }
        return table.text
    }

    var rows: [(name: String, value: String)] {
        let maker = receipt.origin.makers[0]
        return [
            ("receipt", ReportText.shown(file)), ("model", ReportText.shown(maker.model)),
            ("weights", run.integerWeightsHash.text), ("prompts", range),
            ("level", run.level.text),
            ("ultimate hash", run.ultimateHash?.text ?? "none: a part of the list"),
            ("trace root", run.traceRoot.text),
            ("made by", ReportText.shown(receipt.origin.words)),
            ("receipt hash", receipt.receiptHash.text),
            ("key", Hexadecimal.text(of: receipt.publicKey)),
        ]
    }

    private var range: String {
        let list = run.list.name == "receipt" ? "the determinism receipt's" : "its own"
        guard !run.isWhole else { return "\(run.prompts.count), \(list)" }
        return "\(run.range.lowerBound) to \(run.range.upperBound - 1) of "
            + "\(run.list.totalCount), \(list)"
    }

    package var json: JSONValue { .object(members) }

    var members: [JSONMember] {
        [
            JSONMember("file", .string(file)),
            JSONMember("receipt_hash", .string(receipt.receiptHash.text)),
            JSONMember("key", .string(Hexadecimal.text(of: receipt.publicKey))),
            JSONMember("integer_weights_hash", .string(run.integerWeightsHash.text)),
            JSONMember("level", .string(run.level.text)),
            JSONMember("list", .string(run.list.name)),
            JSONMember("first", .integer(run.list.first)),
            JSONMember("count", .integer(run.prompts.count)),
            JSONMember("total", .integer(run.list.totalCount)),
            JSONMember("ultimate_hash", run.ultimateHash.map { .string($0.text) } ?? .null),
            JSONMember("trace_root", .string(run.traceRoot.text)),
            JSONMember("proofs", .array(run.prompts.map { .string($0.proof.text) })),
            JSONMember("made_by", receipt.origin.json),
        ]
    }
}
