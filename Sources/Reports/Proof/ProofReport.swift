package import Encodings
internal import Fingerprints
package import Proving

/// A proof as text, as JSON and as a picture of its cascades.
package struct ProofReport: Sendable {
    package let proof: Proof
    package let model: ReportedModel
    /// The prompt's tokens as texts.
    package let tokens: [String]

    package let provenance: Provenance

    package init(
        proof: Proof, model: ReportedModel, tokens: [String], provenance: Provenance
    ) {
        self.proof = proof
        self.model = model
        self.tokens = tokens
        self.provenance = provenance
    }

    private var heads: [Fingerprint.HeadPrint] { proof.fingerprint.heads }
    private var ranges: RangesReport {
        RangesReport(ranges: proof.ranges, architecture: model.architecture)
    }

    package func text(drawsCascades: Bool, showsRanges: Bool) -> String {
        var text = ""
        if drawsCascades {
            for head in heads {
                text += CascadeText.drawing(head, tokens: tokens) + "\n"
            }
        }
        var table = TextTable()
        table.add("weights", model.integerWeightsHash)
        table.add("backend", model.backendName)
        table.add("tokens", "\(proof.tokenIDs.count)")
        for head in heads {
            table.add(
                "layer \(head.head.layer), head \(head.head.head)",
                "last value \(head.cascade.base), \(head.cascade.glyphs.count) glyphs")
        }
        table.add("fingerprint", proof.fingerprint.text)
        table.add("proof", proof.fingerprint.proofHash)
        return text + table.text + (showsRanges ? "\n" + ranges.text : "")
    }

    package var svg: String { CascadeDrawing.svg(proof.fingerprint, tokens: tokens) }

    package var json: JSONValue {
        .object([
            JSONMember("integer_weights_hash", .string(model.integerWeightsHash)),
            JSONMember("backend", .string(model.backendName)),
            JSONMember("salt", .string(proof.fingerprint.salt)),
            JSONMember("token_ids", .array(proof.tokenIDs.map { .integer(Int($0)) })),
            JSONMember("tokens", .array(tokens.map(JSONValue.string))),
            JSONMember(
                "heads",
                .array(heads.map { .array([.integer($0.head.layer), .integer($0.head.head)]) })),
            JSONMember("rows", .array(heads.map { Self.integers($0.row) })),
            JSONMember("quantized", .array(heads.map { Self.integers($0.quantizedRow) })),
            JSONMember("fingerprint", .string(proof.fingerprint.text)),
            JSONMember("proof_hash", .string(proof.fingerprint.proofHash)),
            JSONMember("ranges", ranges.json), JSONMember("provenance", provenance.json),
        ])
    }

    private static func integers(_ row: [Int64]) -> JSONValue {
        .array(row.map { .integer(Int($0)) })
    }
}
