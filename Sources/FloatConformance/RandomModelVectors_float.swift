internal import Checkpoints
internal import Conformance
internal import Fingerprints
internal import FloatEngine
internal import Proving
internal import PythonValues

/// The admission audit of the published random model.
struct RandomModelVectors: VectorJudge {
    let name = "random model"
    let surroundings: FloatVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool { document["wte_rows"] != nil }

    private static let (width, headCount, context, salt) = (64, 4, 20, "space_salt")

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        guard let tokenizer = surroundings.tokenizer else {
            return [
                VectorOutcome(index: "audit", .skipped(reason: surroundings.tokenizerMissing))
            ]
        }
        let model = try model(file)
        var random = PythonRandom(seed: [42])
        let expected = try file.member("proofs_seq").elements()
        var (prints, lengths): ([String], [Int]) = ([], [])
        var outcomes: [VectorOutcome] = []
        for (place, proof) in expected.enumerated() {
            let prompt = FloatReceipt.prompt(of: FloatWords.short, lengths: 6...14, &random)
            let challenge = try Challenge(
                salt: Self.salt, prompt: Array(prompt.utf8), tokenizer: tokenizer)
            if place == 0 {
                outcomes.append(
                    VectorOutcome(
                        index: "ids", expected: "\(try file.member("ids_of_first").tokenIDs())",
                        got: "\(challenge.tokenIDs)"))
            }
            try model.checkForm(challenge.tokenIDs, proof)
            let result = try model.proof(
                salt: Self.salt, tokenIDs: challenge.tokenIDs, order: .seq)
            prints.append(result.text)
            lengths.append(challenge.tokenIDs.count)
            outcomes.append(
                VectorOutcome(
                    index: "\(place)", expected: try proof.string(), got: result.proofHash))
        }
        return try outcomes + summary(file, prints, lengths, model)
    }

    private func summary(
        _ file: VectorValue, _ prints: [String], _ lengths: [Int], _ model: FloatModel
    ) throws -> [VectorOutcome] {
        let unique = Set(prints).sorted()
        let clusters = unique.map { print in prints.count { $0 == print } }.sorted(by: >)
        let counts = Set(lengths).sorted().map { length in
            let ofLength = zip(prints, lengths).filter { $0.1 == length }.map(\.0)
            return "\(length): \(Set(ofLength).count)"
        }
        let perLength = try Set(lengths).sorted().map { length in
            let count = try file.member("fingerprints_per_length").member("\(length)").int()
            return "\(length): \(count)"
        }
        return [
            VectorOutcome(
                index: "heads", expected: FloatText.heads(try file.member("heads").heads()),
                got: FloatText.heads(model.heads(salt: Self.salt))),
            VectorOutcome(
                index: "unique", expected: "\(try file.member("unique_seq").int())",
                got: "\(unique.count)"),
            VectorOutcome(
                index: "clusters", expected: "\(try file.member("clusters_torch").ints())",
                got: "\(clusters)"),
            VectorOutcome(
                index: "lengths", expected: "\(try file.member("lengths").ints())",
                got: "\(lengths)"),
            VectorOutcome(
                index: "fingerprints per length", expected: perLength.joined(separator: ", "),
                got: counts.joined(separator: ", ")),
        ]
    }

    // MARK: The model

    /// The model with zeros where a last row of the first layer does not look.
    private func model(_ file: VectorValue) throws -> FloatModel {
        guard case .dictionary(let rows) = try file.member("wte_rows").value else {
            throw VectorFormError(place: "document.wte_rows", expected: "an object", got: "none")
        }
        let width = Self.width
        let vocabularyCount = 50_257
        var tokens = [Float](repeating: 0, count: vocabularyCount * width)
        for member in rows.members {
            let row = try VectorValue(member.value, place: "document.wte_rows").floats()
            guard let id = Int(member.key.shown), (0..<vocabularyCount).contains(id),
                row.count == width
            else {
                throw VectorFormError(
                    place: "document.wte_rows", expected: "rows of \(width) by token ids",
                    got: member.key.shown)
            }
            tokens.replaceSubrange(id * width..<(id + 1) * width, with: row)
        }
        let positions = try file.member("wpe_rows").floats()
        let keys = try file.member("c_attn_weight_q_and_k").elements(count: 2)
        let values = try keys[1].floats()
        guard positions.count == Self.context * width, values.count == 2 * width * width else {
            throw VectorFormError(
                place: "document", expected: "\(Self.context) positions, [64, 128] weights",
                got: "\(positions.count) and \(values.count) numbers")
        }
        var weight: [Float] = []
        for row in 0..<width {
            weight += values[2 * row * width..<2 * (row + 1) * width]
            weight += [Float](repeating: 0, count: width)
        }
        let form = try ModelForm.gpt2(
            layerCount: 1, width: width, headCount: Self.headCount,
            vocabularyCount: vocabularyCount, contextTokenCount: Self.context)
        return try FloatModel(
            HeldTensors(
                form,
                [
                    "wte.weight": tokens, "wpe.weight": positions, "h.0.attn.c_attn.weight": weight,
                    "h.0.ln_1.weight": [Float](repeating: 1, count: width),
                ]), form: form)
    }
}

/// Tensors in memory; those that are not given are 0.
private struct HeldTensors: TensorContainer {
    let file = "random model"
    let entries: [TensorEntry]
    private let given: [String: [Float]]  // looked up, never iterated

    init(_ form: ModelForm, _ given: [String: [Float]]) {
        self.given = given
        entries = ModelLayout(form).parameters.flatMap(\.sources).map { source in
            TensorEntry(
                name: source.name, elementTypeName: ElementType.float32.rawValue,
                dimensions: source.dimensions)
        }
    }

    func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let entry = entries[index]
        let elements = given[entry.name] ?? Array(repeating: 0, count: entry.elementCount)
        let bits = elements.map { $0.bitPattern.littleEndian }
        try unsafe bits.withUnsafeBytes { try unsafe body($0) }
    }
}
