internal import Conformance
internal import Fingerprints
internal import FloatEngine
internal import Platform
internal import Proving
internal import PythonValues

/// Which proofs the engine's own orders flip. The file counts them against torch, which is not
/// here; `double`, of which torch flips none of these, stands in for it.
struct DriftVectors: VectorJudge {
    let name = "drift"
    let maker: String? = "PyTorch"
    let surroundings: FloatVectorSurroundings

    /// Proofs of each variant where time is short.
    private static let shortCount = 200

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let models)? = document["models"],
            case .dictionary(let first)? = models.first
        else { return false }
        return first["variants"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("models").elements().flatMap { vector in
            let name = try vector.member("model").string()
            let variants = try vector.member("variants").elements()
            let own = try variants.filter { try Self.order($0) != nil }
            let torch = try variants.filter { try Self.order($0) == nil }.map { variant in
                VectorOutcome(
                    index: "\(name) \(try variant.member("variant").string())",
                    .skipped(reason: "a measurement of torch or onnxruntime on one machine"))
            }
            guard !own.isEmpty else { return torch }
            let (outcomes, reason) = try NamedFloatModel(surroundings: surroundings).with(name) {
                try self.outcomes(own, name, $0)
            }
            return torch + (outcomes ?? [VectorOutcome(index: name, .skipped(reason: reason))])
        }
    }

    private static func order(_ variant: VectorValue) throws -> FloatOrder? {
        let name = try variant.member("variant").string()
        return name.hasPrefix("eng=") ? FloatOrder(rawValue: String(name.dropFirst(4))) : nil
    }

    private func outcomes(
        _ variants: [VectorValue], _ name: String, _ run: FloatModelRun
    ) throws -> [VectorOutcome] {
        guard let tokenizer = run.tokenizer else {
            return [VectorOutcome(index: name, .skipped(reason: run.tokenizerMissing))]
        }
        func hashes(_ order: FloatOrder, _ count: Int) throws -> [String] {
            try FloatReceiptRun(
                .v3, model: run.model, tokenizer: tokenizer, order: order, promptCount: count,
                threadCount: surroundings.threadCount
            ).proofHashes
        }
        let counts = try variants.map { try $0.member("fingerprints").size(1...10_000) }
            .map { surroundings.isThorough ? $0 : min($0, Self.shortCount) }
        let base = try hashes(.double, counts.max() ?? 0)
        return try zip(variants, counts).map { variant, count in
            guard let order = try Self.order(variant) else { preconditionFailure("no order") }
            let found = try hashes(order, count)
            let flipped = (0..<count).filter { found[$0] != base[$0] }
            let expected = try variant.member("flipped").ints().filter { $0 < count }
            return VectorOutcome(
                index: "\(name) \(order) of \(count)", expected: "flipped \(expected)",
                got: "flipped \(flipped)")
        }
    }
}
