internal import BigInt
internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// A training proof: each test alone, then handed in.
struct ProofVectors: VectorJudge {
    let name = "proofs"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["env"] != nil && $0["proof_hash"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { place, vector in
            VectorOutcome(
                index: String(place), expected: try MemberText.expected(vector, Self.names),
                got: try Self.got(vector))
        }
    }

    private static let names = [
        "proof_hash", "work", "integrity", "integrity_exception", "issues", "authentic",
        "authenticity", "authenticity_exception", "verdict", "reason", "validation", "score",
        "threshold", "reputation", "stored",
    ]

    private static func got(_ vector: VectorValue) throws -> String {
        let engine = try ConsensusParty(vector.member("env")).engine
        let now = try vector.member("now").spelledFloat()
        let proof = try vector.member("proof").trainingProof()
        var text = MemberText()
        try text.add("proof_hash", .string(proof.hash()))
        try text.add("work", engine.work(of: proof, now: now).spelled)
        do throws(PythonError) {
            let issues = try ProofTests.integrityIssues(proof, now: now)
            try text.addIntegrity(issues)
        } catch {
            try text.add("integrity", .boolean(false))
            try text.add("integrity_exception", .text(error.name))
        }
        do throws(PythonError) {
            try text.addAuthenticity(engine.authenticity(of: proof, now: now))
        } catch {
            try text.add("authentic", .boolean(false))
            try text.add("authenticity", .none)
            try text.add("authenticity_exception", .text(error.name))
        }
        let submission = engine.submit(proof, now: now)
        try text.add("verdict", .text(submission.isAccepted ? "accept" : "reject"))
        try text.add("reason", submission.reason.map { .text($0.rawValue) } ?? .none)
        let judgement = submission.judgement
        try text.add("validation", judgement.map { .boolean($0.isValid) } ?? .none)
        if let judgement {
            try text.add("score", .text(judgement.score.withOneDecimal))
            try text.add("threshold", .text(judgement.threshold.withOneDecimal))
            try text.add("reputation", judgement.reputation.spelled)
        }
        try text.add("stored", .integer(BigInt(engine.pendingProofs.count)))
        return text.joined
    }
}

extension MemberText {
    fileprivate mutating func addIntegrity(_ issues: [String]) throws(PythonError) {
        try add("integrity", .boolean(issues.isEmpty))
        if !issues.isEmpty { try add("issues", .list(issues.map(PythonValue.text))) }
    }

    fileprivate mutating func addAuthenticity(_ points: PythonFloat?) throws(PythonError) {
        try add("authentic", .boolean(ProofTests.isAuthentic(points)))
        try add("authenticity", points?.spelled ?? .none)
    }
}
