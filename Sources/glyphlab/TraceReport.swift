import Cryptography
import Encodings
import Fingerprints
import Reports
import Traces

/// What `glyphlab trace` tells of the trace that it wrote.
struct TraceReport {
    let traced: TracedResult
    let path: String
    let byteCount: Int

    private var trace: Trace { traced.trace }

    /// How many records there are, and how many of them say that nothing was computed.
    private var recordCount: Int { trace.prompts.reduce(0) { $0 + $1.records.count } }
    private var leftOutCount: Int {
        trace.prompts.reduce(0) { $0 + $1.records.count { $0.digest == nil } }
    }

    func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("trace", path)
        table.add("level", LevelOption(level: trace.level).description)
        table.add("model", trace.model.name)
        table.add("weights", trace.model.integerWeightsHash)
        if !trace.prompts.isEmpty {
            table.add("prompts", "\(trace.prompts.count)")
            table.add(
                "records",
                "\(recordCount)"
                    + (leftOutCount == 0 ? "" : ", \(leftOutCount) of them not computed"))
        }
        let proofs = traced.proofHashes.compactMap(\.self)
        if proofs.count < traced.proofHashes.count {
            table.add("proofs", "\(proofs.count) of \(traced.proofHashes.count)")
        } else if proofs.count == 1 {
            table.add("proof", proofs[0])
        } else if proofs.count > 1 {
            table.add("ultimate hash", Receipt.ultimateHash(proofs))
        }
        table.add("root", trace.root.text)
        table.add("size", "\(byteCount) bytes")
        return table.text
    }

    var json: JSONValue {
        .object([
            JSONMember("file", .string(path)),
            JSONMember("level", .string(LevelOption(level: trace.level).description)),
            JSONMember("model", .string(trace.model.name)),
            JSONMember("integer_weights_hash", .string(trace.model.integerWeightsHash)),
            JSONMember("prompts", .integer(trace.prompts.count)),
            JSONMember("records", .integer(recordCount)),
            JSONMember("not_computed", .integer(leftOutCount)),
            JSONMember(
                "proofs", .array(traced.proofHashes.map { $0.map(JSONValue.string) ?? .null })),
            JSONMember("root", .string(trace.root.text)),
            JSONMember("bytes", .integer(byteCount)),
        ])
    }
}
