internal import BigInt
internal import Conformance
internal import PublishedMeshChain
internal import PythonValues

/// The client's part in consensus: comparisons, ratios, scaled scores and whole rounds.
struct ScoringVectors: VectorJudge {
    let name = "scoring"
    /// The blocks of an epoch of the file's rounds.
    private static let epochLength = 300

    func recognises(_ document: PythonDictionary) -> Bool {
        document["compare"] != nil && document["attestation"] != nil
            && document["rounds"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        return try [
            ("compare", Self.comparison), ("attestation", Self.attestation),
            ("normalize", Self.normalization), ("rounds", Self.round),
        ].flatMap { (name: String, judge: (VectorValue) throws -> (String, String)) in
            try root.member(name).elements().enumerated().map { index, vector in
                let (expected, got) = try judge(vector)
                return VectorOutcome(index: "\(name) \(index)", expected: expected, got: got)
            }
        }
    }

    private static func text(_ number: PythonNumber) throws -> String {
        try PythonValue.number(number).text().shown
    }

    private static func comparison(_ vector: VectorValue) throws -> (String, String) {
        let agreement = ConsensusRound.agreement(
            try vector.member("mine").consensusScores(),
            try vector.member("validator").consensusScores())
        let verdict = agreement.equals(.integer(1)) ? "accept" : "reject"
        return try (
            "\(vector.member("verdict").string()) \(vector.member("result").string())",
            "\(verdict) \(text(agreement))"
        )
    }

    private static func attestation(_ vector: VectorValue) throws -> (String, String) {
        let proposal = ConsensusProposal(
            data: [], attestors: try attestors(vector.member("attests")))
        let isAttested = proposal.isAttested(by: try vector.member("node").integer())
        let count = try vector.member("nodes").int()
        let outcome: String
        do throws(PythonError) {
            outcome = "accept " + (try Self.ratioText(proposal, count))
        } catch {
            outcome = "crash \(error.name)"
        }
        let expected = [
            try vector.member("verdict").string(),
            try (vector.optional("ratio") ?? vector.member("exception")).string(),
        ]
        return (
            "\(try vector.member("did_attest").boolean()) " + expected.joined(separator: " "),
            "\(isAttested) " + outcome
        )
    }

    private static func ratioText(
        _ proposal: ConsensusProposal, _ nodeCount: Int
    ) throws(PythonError) -> String {
        try PythonValue.number(proposal.ratio(nodeCount: nodeCount)).text().shown
    }

    private static func normalization(_ vector: VectorValue) throws -> (String, String) {
        guard case .dictionary(let scores) = try vector.member("scores").value else {
            throw VectorFormError(place: vector.place, expected: "scores", got: "none")
        }
        let values = try NormalizedScores.values(
            scores.members.map { .float(try $0.value.convertedToFloat()) },
            total: .float(try vector.member("target").text().float()))
        var found = PythonDictionary()
        for (member, value) in zip(scores.members, values) {
            found[member.key] = .string(try PythonValue.number(value).text())
        }
        let expected =
            try vector.optional("result")?.sorted() ?? vector.member("exception").string()
        return (expected, try PythonJSONWriter.text(.dictionary(found)))
    }

    // MARK: Rounds

    private static func attestors(_ value: VectorValue) throws -> [AttestorName] {
        try value.elements().map { pair in
            let members = try pair.elements()
            guard members.count == 2 else {
                throw VectorFormError(place: pair.place, expected: "a pair", got: "another list")
            }
            return try members[0].string() == "int"
                ? .integer(members[1].spelledInteger()) : .text(members[1].text())
        }
    }

    /// Blocks since the epoch began, by its progress.
    private static func blocks(of progress: VectorValue) throws -> Int {
        let text = try progress.string()
        for block in 0..<epochLength where try self.text(Self.progress(block)) == text {
            return block
        }
        throw VectorFormError(place: progress.place, expected: "a block's progress", got: text)
    }

    private static func progress(_ block: Int) throws -> PythonNumber {
        try .integer(BigInt(block)) / .integer(BigInt(epochLength))
    }

    private static func round(_ vector: VectorValue) throws -> (String, String) {
        let scores = ConsensusRound.scores(
            chainNodes: try vector.member("chain_nodes").elements().map { pair in
                let members = try pair.elements()
                guard members.count == 2 else {
                    throw VectorFormError(place: pair.place, expected: "a pair", got: "a list")
                }
                return try (members[0].integer(), members[1].text())
            },
            heartbeats: try vector.member("heartbeats").elements().map { try $0.text() })
        let round = ConsensusRound(node: try vector.member("me").integer(), scores: scores)
        let elected = try vector.member("elected").unlessNull { try $0.integer() }
        let start = try blocks(of: vector.member("progress"))
        let (sent, waits) = try sent(round, vector, elected: elected, start: start)
        let expected = [
            try vector.member("scores").sorted(), try vector.member("sent").sorted(),
            String(try vector.member("waited_blocks").int()),
            try vector.member("verdict").string(),
        ]
        let got = [
            try PythonJSONWriter.text(.list(scores.map(\.value))),
            try PythonJSONWriter.text(.list(sent)), String(waits),
            sent.isEmpty ? "reject" : "accept",
        ]
        return (expected.joined(separator: " "), got.joined(separator: " "))
    }

    /// The calls that the round sends to the file's chain, and the blocks that it waits for.
    private static func sent(
        _ round: ConsensusRound, _ vector: VectorValue, elected: BigInt?, start: Int
    ) throws -> (sent: [PythonValue], waits: Int) {
        let after = try vector.member("proposal_after_blocks").unlessNull { try $0.int() }
        let isSubmitted = try vector.member("already_submitted").unlessNull { try $0.boolean() }
        var proposal: ConsensusProposal?
        if isSubmitted == true { proposal = ConsensusProposal(data: [], attestors: []) }
        if let data = try vector.member("proposal").unlessNull({ try $0.consensusScores() }) {
            proposal = ConsensusProposal(
                data: data,
                attestors: try vector.member("attests_before").unlessNull(attestors) ?? [])
        }
        for waits in 0... {
            let known = waits >= after ?? 0 ? proposal : nil
            let step = round.step(
                elected: elected, proposal: known, progress: try progress(start + waits),
                isOver: start + waits >= epochLength)
            switch step {
            case .propose(let scores):
                return ([.list([.text("propose"), .list(scores.map(\.value))])], waits)
            case .attest: return ([.list([.text("attest")])], waits)
            case .wait: continue
            case .end: return ([], waits)
            }
        }
        return ([], 0)
    }
}
