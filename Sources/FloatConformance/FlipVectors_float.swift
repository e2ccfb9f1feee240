internal import Checkpoints
internal import Conformance
internal import Fingerprints
internal import FloatEngine
internal import PythonValues

/// Proofs that differ between torch and the order `seq`, with the rows that decide.
struct FlipVectors: VectorJudge {
    let name = "flips"
    let maker: String? = "reference, PyTorch"
    let surroundings: FloatVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["proof_seq"] != nil && $0["index"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().flatMap { vector in
            let name = try vector.member("model").string()
            let (outcomes, reason) = try NamedFloatModel(surroundings: surroundings).with(name) {
                try self.outcomes(vector, name, $0)
            }
            return outcomes ?? [VectorOutcome(index: name, .skipped(reason: reason))]
        }
    }

    private func outcomes(
        _ vector: VectorValue, _ name: String, _ run: FloatModelRun
    ) throws -> [VectorOutcome] {
        let place = try vector.member("index").size(0...9999)
        let index = "\(name) \(place)"
        let prompt = FloatReceipt.v3.prompts(count: place + 1)[place]
        let ids = try vector.member("ids").tokenIDs()
        try run.model.checkForm(ids, vector)
        let proof = try run.model.proof(salt: prompt.salt, tokenIDs: ids, order: .seq)
        var outcomes = [
            VectorOutcome(
                index: index,
                expected: try "\(vector.member("salt").string()) "
                    + "\(vector.member("prompt").string()) \(vector.member("proof_seq").string())",
                got: "\(prompt.salt) \(prompt.prompt) \(proof.proofHash)")
        ]
        for row in try vector.member("rows").elements() {
            outcomes += try self.outcomes(row, ids, index, run)
        }
        return outcomes
    }

    private func outcomes(
        _ vector: VectorValue, _ ids: [Int32], _ index: String, _ run: FloatModelRun
    ) throws -> [VectorOutcome] {
        let form = run.model.form
        let head = Head(
            layer: try vector.member("layer").size(0...form.layerCount - 1),
            head: try vector.member("head").size(0...form.headCount - 1))
        let index = "\(index) \(head.shown)"
        let double = try run.model.rows(of: ids, heads: [head], order: .double)[0]
        let torch = try vector.member("torch").floats().map(Double.init)
        guard torch.count == ids.count else {
            throw VectorFormError(
                place: vector.place, expected: "\(ids.count) numbers", got: "\(torch.count)")
        }
        var outcomes = [
            FloatComparison.near(
                index + " double", expected: try vector.member("double").doubles(), got: double)
        ]
        var rows = [("torch", torch), ("double", double)]
        for order in [FloatOrder.seq, .wide] {
            let row = try run.model.rows(of: ids, heads: [head], order: order)[0]
            rows.append((order.rawValue, row))
            outcomes.append(
                FloatComparison.bits(
                    "\(index) \(order)", expected: try vector.member(order.rawValue).floats(),
                    got: row.map { Float($0) }))
        }
        for (name, row) in rows {
            outcomes.append(
                VectorOutcome(
                    index: "\(index) \(name) quantised",
                    expected: "\(try vector.member("quantised_" + name).ints())",
                    got: "\(try FloatQuantization.quantized(row))"))
            guard let cascade = try vector.optional("cascade_" + name) else { continue }
            let parts = try cascade.elements(count: 2)
            outcomes.append(
                VectorOutcome(
                    index: "\(index) \(name) cascade",
                    expected: try FloatText.cascade(base: parts[0], glyphs: parts[1]),
                    got: FloatText.cascade(
                        GlyphCascade(quantizedRow: try FloatQuantization.quantized(row)))))
        }
        outcomes.append(
            FloatComparison.near(
                index + " gap", expected: [try vector.member("cut_gap_double").number()],
                got: [try FloatQuantization.gap(double) ?? -1], largest: 1))
        return outcomes
    }
}
