import Architectures
import Encodings
import Fingerprints
import Inference
import Proving
import Reports
import Tensors

/// A proof as JSON, and its ranges as text.
enum ProofReport {
    static func json(_ proof: Proof, _ loaded: LoadedModel) -> JSONValue {
        let heads = proof.fingerprint.heads
        return .object([
            JSONMember("integer_weights_hash", .string(loaded.integerWeightsHash)),
            JSONMember("backend", .string(loaded.prover.transformer.backend.name)),
            JSONMember("token_ids", .array(proof.tokenIDs.map { .integer(Int($0)) })),
            JSONMember(
                "heads",
                .array(heads.map { .array([.integer($0.head.layer), .integer($0.head.head)]) })),
            JSONMember("rows", .array(heads.map { integers($0.row) })),
            JSONMember("quantized", .array(heads.map { integers($0.quantizedRow) })),
            JSONMember("fingerprint", .string(proof.fingerprint.text)),
            JSONMember("proof_hash", .string(proof.fingerprint.proofHash)),
            JSONMember("ranges", json(proof.ranges, loaded.prover.transformer.shape)),
        ])
    }

    /// The clamps and accumulators of the pass, each beside its bound.
    static func json(_ ranges: ForwardRanges, _ shape: TransformerShape) -> JSONValue {
        let clamps = ForwardRanges.Clamp.allCases.map { clamp in
            JSONValue.object([
                JSONMember("clamp", .string(clamp.rawValue)),
                JSONMember("bound", .integer(Int(ranges[clamp].bound))),
                JSONMember("maximum", .integer(Int(ranges[clamp].magnitudeMax))),
                JSONMember("hits", .integer(ranges[clamp].hits)),
            ])
        }
        let products = ForwardRanges.Product.allCases.map { product in
            JSONValue.object([
                JSONMember("product", .string(product.rawValue)),
                JSONMember("bound", .integer(Int(product.bound(.gpt2(shape))))),
                JSONMember("maximum", .integer(Int(ranges[product]))),
            ])
        }
        return .object([
            JSONMember("clamps", .array(clamps)), JSONMember("products", .array(products)),
        ])
    }

    static func rangesText(_ ranges: ForwardRanges, _ shape: TransformerShape) -> String {
        var table = TextTable()
        for clamp in ForwardRanges.Clamp.allCases {
            let count = ranges[clamp]
            table.add(
                "clamp \(clamp.rawValue)",
                "largest \(DecimalText.grouped(Int(count.magnitudeMax))) of "
                    + "\(DecimalText.grouped(Int(count.bound))), \(count.hits) hits")
        }
        for product in ForwardRanges.Product.allCases {
            table.add(
                "sums \(product.rawValue)",
                "largest \(DecimalText.grouped(Int(ranges[product]))) of "
                    + "\(DecimalText.grouped(Int(product.bound(.gpt2(shape)))))")
        }
        return table.text
    }

    private static func integers(_ row: [Int64]) -> JSONValue {
        .array(row.map { .integer(Int($0)) })
    }
}
