internal import Cryptography
package import Encodings
internal import Fingerprints
package import Traces

/// The report of `glyphlab trace` on the trace that it wrote.
package struct TraceReport: Sendable {
    package let trace: Trace
    /// Nil where a run that goes on from a snapshot lacks rows that the salt selects.
    package let proofHashes: [String?]
    package let path: String
    package let byteCount: Int

    package init(
        trace: Trace, proofHashes: [String?], path: String, byteCount: Int
    ) {
        self.trace = trace
        self.proofHashes = proofHashes
        self.path = path
        self.byteCount = byteCount
    }

    /// How many records there are, and how many of them say that nothing was computed.
    private var recordCount: Int { trace.prompts.reduce(0) { $0 + $1.records.count } }
    private var leftOutCount: Int {
        trace.prompts.reduce(0) { $0 + $1.records.count { $0.digest == nil } }
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("trace", path)
        table.add("level", trace.level.commandText)
        table.add("model", trace.model.name)
        table.add("weights", trace.model.integerWeightsHash)
        if !trace.prompts.isEmpty {
            table.add("prompts", "\(trace.prompts.count)")
            table.add(
                "records",
                "\(recordCount)"
                    + (leftOutCount == 0 ? "" : ", \(leftOutCount) of them not computed"))
        }
        let proofs = proofHashes.compactMap(\.self)
        if proofs.count < proofHashes.count {
            table.add("proofs", "\(proofs.count) of \(proofHashes.count)")
        } else if proofs.count == 1 {
            table.add("proof", proofs[0])
        } else if proofs.count > 1 {
            table.add("ultimate hash", GoldenPrompts.ultimateHash(proofs))
        }
        table.add("root", trace.root.text)
        table.add("size", ReportText.count(byteCount, "byte"))
        return table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("file", .string(path)),
            JSONMember("level", .string(trace.level.commandText)),
            JSONMember("model", .string(trace.model.name)),
            JSONMember("integer_weights_hash", .string(trace.model.integerWeightsHash)),
            JSONMember("prompts", .integer(trace.prompts.count)),
            JSONMember("records", .integer(recordCount)),
            JSONMember("not_computed", .integer(leftOutCount)),
            JSONMember(
                "proofs", .array(proofHashes.map { $0.map(JSONValue.string) ?? .null })),
            JSONMember("root", .string(trace.root.text)),
            JSONMember("bytes", .integer(byteCount)),
        ])
    }
}
