internal import Conformance
internal import Fingerprints
internal import FloatEngine
internal import Proving
internal import PythonValues
internal import Tokenization

/// Salts, prompts, heads, ids and proofs of the two published float goldens.
struct PublishedReceiptVectors: VectorJudge {
    let name = "published receipts"
    let surroundings: FloatVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document["gpt2_v3"] != nil && document["qwen2_5_0_5b"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        return try outcomes(
            .v3, file.member("gpt2_v3"), tokenizer: surroundings.tokenizer,
            missing: surroundings.tokenizerMissing)
            + outcomes(
                .qwen, file.member("qwen2_5_0_5b"), tokenizer: nil,
                missing: "needs the tokenizer of Qwen2.5")
    }

    private func outcomes(
        _ receipt: FloatReceipt, _ vector: VectorValue, tokenizer: ByteLevelTokenizer?,
        missing: String
    ) throws -> [VectorOutcome] {
        let layerCount = try vector.member("layers").size(1...64)
        let headCount = try vector.member("heads").size(1...64)
        let cases = try vector.member("cases").elements(count: receipt.promptCount)
        let prompts = receipt.prompts(count: cases.count)
        var outcomes: [VectorOutcome] = []
        var proofs: [String] = []
        for (place, vector) in cases.enumerated() {
            let index = "\(receipt.rawValue) \(place)"
            let prompt = prompts[place]
            let heads = HeadSelection.heads(
                salt: prompt.salt, layerCount: layerCount, headCount: headCount)
            outcomes.append(
                VectorOutcome(
                    index: index,
                    expected: try "\(vector.member("salt").string()) "
                        + vector.member("prompt").string() + " "
                        + FloatText.heads(vector.member("heads").heads()),
                    got: "\(prompt.salt) \(prompt.prompt) \(FloatText.heads(heads))"))
            if let tokenizer {
                let challenge = try Challenge(
                    salt: prompt.salt, prompt: Array(prompt.prompt.utf8), tokenizer: tokenizer)
                outcomes.append(
                    VectorOutcome(
                        index: index + " ids", expected: "\(try vector.member("ids").tokenIDs())",
                        got: "\(challenge.tokenIDs)"))
            }
            if let proof = try vector.optional("proof") { proofs.append(try proof.string()) }
        }
        if tokenizer == nil {
            outcomes.append(
                VectorOutcome(index: receipt.rawValue + " ids", .skipped(reason: missing)))
        }
        if !proofs.isEmpty {
            outcomes.append(
                VectorOutcome(
                    index: receipt.rawValue + " hash of the proofs",
                    expected: try vector.member("ultimate").string(),
                    got: GoldenPrompts.ultimateHash(proofs)))
        }
        outcomes.append(
            VectorOutcome(
                index: receipt.rawValue + " proofs",
                .skipped(
                    reason: "need the weights: 'glyphlab reproduce \(receipt.rawValue) "
                        + "--model DIR' computes them")))
        return outcomes
    }
}
