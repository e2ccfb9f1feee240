internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// Sequences of proofs at one training validator.
struct ValidatorVectors: VectorJudge {
    let name = "validator"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let steps)? = document.firstCase?["steps"],
            case .dictionary(let first)? = steps.first
        else { return false }
        return first["peer_weights"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { place, vector in
            var validator = TrainingValidator()
            var (expected, got): ([String], [String]) = ([], [])
            for step in try vector.member("steps").elements() {
                expected.append(try Self.expected(step))
                got.append(try Self.got(step, &validator))
            }
            return VectorOutcome(
                index: String(place), expected: expected.joined(separator: "; "),
                got: got.joined(separator: "; "))
        }
    }

    private static func expected(_ step: VectorValue) throws -> String {
        var parts = [try MemberText.expected(step, ["verdict", "reason", "exception"])]
        if let details = try step.optional("details") {
            let value = VectorValue(try details.document(), place: details.place)
            if let score = try value.optional("final_score"),
                let gaming = try value.optional("anti_gaming")?.member("final_gaming_score")
            {
                parts.append(try text(of: score.value, gaming.value))
            } else {
                parts.append(try details.string())
            }
        }
        return parts.joined(separator: ", ")
    }

    private static func text(of score: PythonValue, _ gaming: PythonValue) throws -> String {
        try "\(PythonJSONWriter.text(score)) \(PythonJSONWriter.text(gaming))"
    }

    private static func got(
        _ step: VectorValue, _ validator: inout TrainingValidator
    ) throws -> String {
        let proof = try step.member("proof").trainingProof()
        let hasPeerWeights = try step.member("peer_weights").boolean()
        let now = try step.member("now").spelledFloat()
        var text = MemberText()
        let verdict: TrainingValidator.Verdict
        do throws(PythonError) {
            verdict = try validator.validate(proof, hasPeerWeights: hasPeerWeights, now: now)
        } catch {
            try text.add("verdict", .text("crash"))
            try text.add("reason", .text("exception"))
            try text.add("exception", .text(error.name))
            return text.joined
        }
        try text.add("verdict", .text(verdict.isValid ? "accept" : "reject"))
        try text.add("reason", verdict.reason.map(PythonValue.text) ?? .none)
        guard let scores = verdict.scores else { return text.joined + ", {}" }
        return try text.joined + ", "
            + Self.text(of: .float(scores.final), .float(scores.gaming))
    }
}
