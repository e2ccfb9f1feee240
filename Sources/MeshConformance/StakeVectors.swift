internal import BigInt
internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Histories of the cached stakes.
struct StakeVectors: VectorJudge {
    let name = "stake_cache"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.anyStep { $0["asked_chain"] != nil }
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            number, history in
            var party = StakeParty()
            return try history.member("steps").elements().enumerated().compactMap { index, step in
                try party.outcome(of: step, index: "\(number) \(index)")
            }
        }
    }
}

/// The cache of one history, and the chain that it asks.
private struct StakeParty {
    private var cache = StakeCache()
    private var answers: SortedTable<PythonText, PythonValue> = SortedTable()

    private static let names = ["verdict", "exception", "asked_chain", "success", "failed"]

    mutating func outcome(of step: VectorValue, index: String) throws -> VectorOutcome? {
        switch try step.member("op").string() {
        case "tick": return nil
        case "answer":
            answers[try step.member("peer").text()] = try step.member("answer").value
            return nil
        case "ask":
            let got = VectorValue(.members(try asked(step)), place: step.place)
            return VectorOutcome(
                index: index, expected: try step.members(Self.names),
                got: try got.members(Self.names))
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "tick, answer or ask", got: other)
        }
    }

    private mutating func asked(_ step: VectorValue) throws -> [(String, PythonValue)] {
        let now = try step.member("now").instant()
        var askedCount = 0
        var members: [(String, PythonValue)] = []
        do {
            let hasStake = try cache.hasStake(try step.member("peer").text(), now: now) {
                peer throws(PythonError) in
                askedCount += 1
                guard case .dictionary(let answer) = answers[peer] ?? Self.refusal else {
                    throw .other(name: "RuntimeError", "the chain does not answer")
                }
                return answer
            }
            members.append(("verdict", .text(hasStake ? "accept" : "reject")))
        } catch let error as PythonError {
            members.append(("verdict", .text("crash")))
            members.append(("exception", .text(error.name)))
        }
        return members + [
            ("asked_chain", .integer(BigInt(askedCount))),
            ("success", Self.listed(cache.successes)), ("failed", Self.listed(cache.failures)),
        ]
    }

    private static let refusal = PythonValue.members([("result", .boolean(false))])

    private static func listed(_ table: SortedTable<PythonText, PythonFloat>) -> PythonValue {
        .list(table.members.map { .list([.string($0.key), .instant($0.value)]) })
    }
}
