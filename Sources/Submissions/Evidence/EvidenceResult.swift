internal import Cryptography
internal import Encodings
package import Trials

/// A verdict as a bundle states it.
package struct EvidenceResult: Sendable, Equatable {
    static let keys = [
        "name", "system", "attacked_claim", "verdict", "oracle", "evidence", "kind", "guards_hit",
        "digest", "requests", "submissions", "replays", "replays_identical", "positive_control",
        "minimised_requests", "is_minimal", "minimised_digest", "executions", "search_place",
        "fingerprint",
    ]

    /// The script's own name for itself; empty where it declared nothing.
    package let name: String
    package let system: String
    package let claim: String
    package let verdict: Verdict
    package let oracle: String?
    package let evidence: String
    package let kind: String
    package let guardsHit: [String]
    /// All events and answers of the session.
    package let digest: String
    package let requestCount: Int
    package let submissionCount: Int
    package let replayCount: Int
    package let identicalCount: Int
    /// A scenario of the suite and the guards that were taken out for it.
    package let positiveControl: [String]
    package private(set) var minimisedRequestCount: Int?
    package private(set) var isMinimal: Bool
    package private(set) var minimisedDigest: String?
    package private(set) var executionCount: Int
    package private(set) var place: SearchPlace?
    package private(set) var fingerprint: String?

    package init(_ judged: JudgedScript) {
        let judgement = judged.played.judgement
        name = judged.played.declaration?.name ?? ""
        system = judged.played.declaration?.system ?? ""
        claim = judged.played.declaration?.claim.rawValue ?? ""
        verdict = judged.verdict
        oracle = judgement.oracle
        evidence = judged.evidence
        kind = judgement.kind
        guardsHit = judgement.guardsHit
        digest = judgement.digest.text
        requestCount = judged.played.requestCount
        submissionCount = judged.played.submissionCount
        (replayCount, identicalCount) = judged.replays
        positiveControl = judged.positive.map { [$0.scenario, $0.oracle] + $0.without } ?? []
        (minimisedRequestCount, isMinimal, minimisedDigest, executionCount) = (nil, false, nil, 0)
        fingerprint = judged.fingerprint
        if let minimised = judged.minimised { note(minimised) }
    }

    private mutating func note(_ minimised: Minimised) {
        minimisedRequestCount = minimised.played.acts.count
        isMinimal = minimised.isMinimal
        minimisedDigest = minimised.played.judgement.digest.text
        executionCount = minimised.executionCount
        place = minimised.place
    }

    /// The same verdict with a shorter attack.
    func with(_ minimised: Minimised, fingerprint: String) -> EvidenceResult {
        var other = self
        other.note(minimised)
        other.fingerprint = fingerprint
        return other
    }

    var members: [JSONMember] {
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        let values: [JSONValue] = [
            .string(name), .string(system), .string(claim), .string(verdict.rawValue),
            optional(oracle), .string(evidence), .string(kind), texts(guardsHit), .string(digest),
            .integer(requestCount), .integer(submissionCount), .integer(replayCount),
            .integer(identicalCount), texts(positiveControl),
            minimisedRequestCount.map { .integer($0) } ?? .null, .boolean(isMinimal),
            optional(minimisedDigest), .integer(executionCount), placeValue, optional(fingerprint),
        ]
        return zip(Self.keys, values).map { JSONMember($0, $1) }
    }

    private var placeValue: JSONValue {
        guard let place else { return .null }
        return .array([
            .integer(place.length), .integer(place.start), .integer(place.hasDropped ? 1 : 0),
        ])
    }

    private static func place(
        _ value: StrictJSON
    ) throws(StrictJSON.Failure) -> SearchPlace? {
        try value.optional { (value) throws(StrictJSON.Failure) in
            let numbers = try value.elements(count: 3)
            return SearchPlace(
                length: try numbers[0].integer(in: 1...SessionLimits.standard.requestCountMax),
                start: try numbers[1].integer(in: 0...SessionLimits.standard.requestCountMax),
                hasDropped: try numbers[2].integer(in: 0...1) == 1)
        }
    }

    /// **Precondition:** a value for each of ``keys``.
    init(_ values: [StrictJSON]) throws(StrictJSON.Failure) {
        let counts = 0...1 << 40
        func text(_ index: Int) throws(StrictJSON.Failure) -> String? {
            try values[index].optional { (value) throws(StrictJSON.Failure) in try value.text() }
        }
        name = try values[0].text()
        system = try values[1].text()
        claim = try values[2].text()
        verdict = try values[3].choice(Verdict.self)
        oracle = try text(4)
        evidence = try values[5].string(byteCountMax: 1 << 16)
        kind = try values[6].string(byteCountMax: 1 << 16)
        guardsHit = try values[7].texts()
        digest = try values[8].text()
        requestCount = try values[9].integer(in: counts)
        submissionCount = try values[10].integer(in: counts)
        replayCount = try values[11].integer(in: counts)
        identicalCount = try values[12].integer(in: counts)
        positiveControl = try values[13].texts()
        minimisedRequestCount = try values[14].optional { (value) throws(StrictJSON.Failure) in
            try value.integer(in: counts)
        }
        isMinimal = try values[15].boolean()
        minimisedDigest = try text(16)
        executionCount = try values[17].integer(in: counts)
        place = try Self.place(values[18])
        fingerprint = try text(19)
    }
}
