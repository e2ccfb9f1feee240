internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedLearning
internal import PythonValues

/// Histories of one consensus engine, with the digest of its state behind each step.
struct ConsensusHistoryVectors: VectorJudge {
    let name = "consensus histories"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["is_authority"] != nil && $0["steps"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        var outcomes: [VectorOutcome] = []
        for (place, vector) in try document.vectorDocument.member("cases").elements().enumerated() {
            let party = try ConsensusParty(described: vector)
            for (step, value) in try vector.member("steps").elements().enumerated() {
                outcomes.append(
                    VectorOutcome(
                        index: "\(place) \(step)",
                        expected: try MemberText.expected(value, Self.names),
                        got: try Self.got(value, party)))
            }
        }
        return outcomes
    }

    private static let names = [
        "result", "verdict", "reason", "issues", "authenticity", "authenticity_exception", "score",
        "threshold", "state_sha256", "state",
    ]

    private static func got(_ step: VectorValue, _ party: ConsensusParty) throws -> String {
        let now = try step.member("now").spelledFloat()
        var text = MemberText()
        if try step.member("op").string() == "submit" {
            let proof = try step.member("proof").trainingProof()
            try text.add(party.engine.submit(proof, now: now))
        } else {
            try text.add("result", result(of: step, party, now: now))
        }
        let state = party.state()
        let digest = Digests.sha256(try PublishedHash.encoding(state).utf8).text
        try text.add("state_sha256", .text(digest))
        if try step.optional("state") != nil { try text.add("state", spelled(state)) }
        return text.joined
    }

    private static func result(
        of step: VectorValue, _ party: ConsensusParty, now: PythonFloat
    ) throws -> PythonValue {
        let engine = party.engine
        switch try step.member("op").string() {
        case "stake":
            try party.setStake(
                of: step.member("node").text(), to: step.member("amount").spelledNumber())
            return .none
        case "reward":
            return engine.reward(of: try step.member("proof").trainingProof(), now: now).spelled
        case "authorize":
            return .boolean(
                try engine.authorize(
                    node: step.member("node").text(),
                    amount: .number(step.member("amount").spelledNumber()), now: now))
        case "reach":
            return try told(engine.reach(epoch: step.member("epoch").integer(), now: now))
        case "authorities":
            engine.updateAuthorityNodes()
            return .none
        case "inject":
            try engine.inject(
                validation(step.member("validation")), for: step.member("key").text())
            return .none
        case "check":
            let count = try step.member("validations").int()
            let refusal = try engine.refusal(
                authorityNodes: step.member("authority_nodes").value,
                validations: .list(count > 0 ? [.none] : []), epoch: step.member("epoch").value)
            return .boolean(refusal == nil)
        case "status":
            return try told(engine.status(now: now), engine)
        case let other:
            throw VectorFormError(place: step.place, expected: "an operation", got: other)
        }
    }

    private static func validation(_ vector: VectorValue) throws -> ConsensusValidation {
        ConsensusValidation(
            validatorID: try vector.member("validator_id").value,
            targetNodeID: try vector.member("target_node_id").value,
            isValid: try vector.member("is_valid").value,
            computationVerification: try vector.member("computation_verification").value,
            signature: try vector.member("signature").value,
            timestamp: .float(try vector.member("timestamp").spelledFloat()))
    }

    private static func told(_ agreement: PublishedConsensus.Agreement?) -> PythonValue {
        guard let agreement else { return .none }
        var members = PythonDictionary()
        members["authority_nodes"] = .list(agreement.authorityNodes.map(PythonValue.string))
        members["validations"] = .integer(BigInt(agreement.validations.count))
        members["aggregated_model_hash"] = .string(agreement.aggregatedModelHash)
        members["epoch"] = .integer(agreement.epoch)
        members["signed"] = .string(agreement.signedText)
        return .dictionary(members)
    }

    private static func told(
        _ status: PublishedConsensus.Status, _ engine: PublishedConsensus
    ) -> PythonValue {
        var scores = PythonDictionary()
        for entry in status.reputations { scores[entry.key] = entry.value.spelled }
        var members = PythonDictionary()
        members["authority_nodes"] = .list(status.authorityNodes.map(PythonValue.string))
        members["pending_proofs"] = .integer(BigInt(status.pendingCount))
        members["reputation_scores"] = .dictionary(scores)
        members["is_authority"] = .boolean(engine.isAuthority)
        members["node_id"] = .string(engine.nodeID)
        members["recent_validations"] = .integer(BigInt(status.recentValidationCount))
        return .dictionary(members)
    }

    /// The value with its floats as texts.
    private static func spelled(_ value: PythonValue) -> PythonValue {
        switch value {
        case .float(let float): return float.spelled
        case .list(let elements): return .list(elements.map(spelled))
        case .dictionary(let dictionary):
            var members = PythonDictionary()
            for member in dictionary.members { members[member.key] = spelled(member.value) }
            return .dictionary(members)
        default: return value
        }
    }
}

extension MemberText {
    fileprivate mutating func add(_ submission: ConsensusSubmission) throws {
        try add("verdict", .text(submission.isAccepted ? "accept" : "reject"))
        try add("reason", submission.reason.map { .text($0.rawValue) } ?? .none)
        if !submission.issues.isEmpty {
            try add("issues", .list(submission.issues.map(PythonValue.text)))
        }
        if !submission.authenticity.isEmpty {
            try add("authenticity", .list(submission.authenticity.map(\.spelled)))
        }
        if let exception = submission.authenticityException {
            try add("authenticity_exception", .text(exception.name))
        }
        if let judgement = submission.judgement {
            try add("score", .text(judgement.score.withOneDecimal))
            try add("threshold", .text(judgement.threshold.withOneDecimal))
        }
    }
}
