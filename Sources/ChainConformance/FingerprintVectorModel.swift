internal import Checkpoints
internal import Conformance
internal import Encodings
internal import Fingerprints
internal import PythonValues
internal import Tensors

/// A model of ``FingerprintVectors``, read: how it is drawn, and what is expected of it.
struct FingerprintVectorModel {
    struct Case {
        let salt: String
        let prompt: String
        let tokenIDs: [Int32]
        /// ``FingerprintVectorModel/text(heads:rows:fingerprint:proofHash:)``.
        let expected: String
    }

    /// The most parameters that a file may ask for: 1 GiB of integers.
    private static let parameterCountMax = 1 << 28
    private static let exponents = -30...23

    let name: String
    let model: SyntheticModel
    let weightsHash: String
    /// The SHA-256 of the model's file of weights, where it is told.
    let fileHash: String?
    let cases: [Case]
    /// A line for each tensor of a pass, where it is told.
    let trace: [String]?
    /// The hash of a run of 100 prompts, where it is told.
    let receiptHash: String?
    /// The proofs of that run; empty where they are not told.
    let receiptHashes: [String]

    /// **Throws:** ``VectorFormError``.
    init(name: String, _ value: VectorValue) throws {
        self.name = name
        model = SyntheticModel(
            seed: try value.member("seed").string(), shape: try Self.shape(value),
            isWide: try value.optional("wide")?.boolean() ?? false,
            exponents: try Self.exponents(value.optional("exponents")))
        weightsHash = try value.member("int_weights_hash").string()
        fileHash = try value.optional("file_sha256")?.string()
        cases = try value.optional("cases")?.elements().map(Self.read) ?? []
        trace = try value.optional("trace_of_case_index_2")?.elements().map { line in
            try line.elements().map { try $0.string() }.joined(separator: " ")
        }
        receiptHash = try value.optional("receipt_100_ultimate")?.string()
        let hashes = try value.optional("receipt_100_hashes")
        receiptHashes = try hashes?.elements().map { try $0.string() } ?? []
        guard let hashes, receiptHashes.count != 100 || receiptHash == nil else { return }
        throw VectorFormError(
            place: hashes.place, expected: "100 hashes, beside receipt_100_ultimate",
            got: "\(receiptHashes.count)")
    }

    private static func shape(_ value: VectorValue) throws -> TransformerShape {
        let shape: TransformerShape
        do {
            shape = try TransformerShape(
                layerCount: value.member("layers").int(), width: value.member("width").int(),
                headCount: value.member("heads").int(),
                vocabularyCount: value.member("vocab").int(),
                contextTokenCount: value.member("context").int())
        } catch let error as ShapeError {
            throw VectorFormError(
                place: value.place, expected: "the shape of a model", got: "\(error)")
        }
        guard shape.parameterCount <= parameterCountMax else {
            throw VectorFormError(
                place: value.place, expected: "at most \(parameterCountMax) parameters",
                got: "\(shape.parameterCount)")
        }
        return shape
    }

    private static func exponents(_ value: VectorValue?) throws -> SyntheticModel.Exponents {
        var exponents = SyntheticModel.Exponents()
        guard let value else { return exponents }
        func exponent(_ key: String) throws -> Int {
            let member = try value.member(key)
            let exponent = try member.int()
            guard Self.exponents.contains(exponent) else {
                throw VectorFormError(
                    place: member.place, expected: "-30 to 23", got: "\(exponent)")
            }
            return exponent
        }
        exponents.tokenEmbedding = try exponent("wte")
        exponents.positionEmbedding = try exponent("wpe")
        exponents.queryKeyValueWeight = try exponent("c_attn.weight")
        exponents.attentionOutputWeight = try exponent("attn.c_proj.weight")
        exponents.feedForwardHiddenWeight = try exponent("c_fc.weight")
        exponents.feedForwardOutputWeight = try exponent("mlp.c_proj.weight")
        exponents.linearBias = try exponent("bias")
        exponents.normGain = try exponent("ln.weight")
        exponents.normBias = try exponent("ln.bias")
        return exponents
    }

    private static func read(_ one: VectorValue) throws -> Case {
        let ids = try one.member("token_ids").elements().map { id in
            guard let narrow = Int32(exactly: try id.int()) else {
                throw VectorFormError(
                    place: id.place, expected: "a token's number", got: "\(try id.int())")
            }
            return narrow
        }
        return Case(
            salt: try one.member("salt").string(), prompt: try one.member("prompt").string(),
            tokenIDs: ids,
            expected: text(
                heads: try integers(one.member("heads")), rows: try integers(one.member("rows")),
                fingerprint: try one.member("fingerprint").string(),
                proofHash: try one.member("proof_hash").string()))
    }

    private static func integers(_ lists: VectorValue) throws -> [[Int]] {
        try lists.elements().map { try $0.elements().map { try $0.int() } }
    }

    /// A case's results as a text that can be compared.
    static func text(
        heads: [[Int]], rows: [[Int]], fingerprint: String, proofHash: String
    ) -> String {
        "proof \(proofHash), heads \(heads), fingerprint \(fingerprint), rows \(rows)"
    }
}
