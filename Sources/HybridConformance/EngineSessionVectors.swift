internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Sessions with the engine over HTTP: answers, looks at the records, and seconds of waiting.
struct EngineSessionVectors: VectorJudge {
    let name = "engine_sessions"

    /// The name that the files have for either outcome of the race at second 30.
    private static let eitherCount = "29 or 30"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "sessions", has: ["ack_from_poll", "requests"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("sessions").elements().enumerated().flatMap {
            try outcomes(session: $0, $1)
        }
    }

    /// Each session with one engine; another one, where the race goes the other way, must answer
    /// the same.
    private func outcomes(session: Int, _ vector: VectorValue) throws -> [VectorOutcome] {
        var engine = PublishedEngine()
        var other = PublishedEngine()
        let first = try vector.member("ack_from_poll").int()
        let value = try vector.member("ack_value").hexadecimal()
        return try vector.member("requests").elements().enumerated().map { index, request in
            let place = "\(session) \(index)"
            let result = try request.member("result")
            let asked = EngineRequest(
                method: try request.member("http_method").string(),
                contentType: Self.trimmed(try request.member("content_type").string()),
                body: try request.member("body").utf8())
            let answers = try [false, true].map { looksAtLast in
                var looks = 0
                let record = { (_: RecordKey, _: Int) -> [UInt8]? in
                    looks += 1
                    return first > 0 && looks >= first ? value : nil
                }
                let exchange =
                    looksAtLast
                    ? other.exchange(asked, looksAtLast: true, record: record)
                    : engine.exchange(asked, looksAtLast: false, record: record)
                return try Self.form(exchange, looks: looks)
            }
            return VectorOutcome(
                index: place, expected: try HybridCases.text(result.value),
                got: answers[0] == answers[1] ? answers[0] : answers.joined(separator: " or "))
        }
    }

    /// As HTTP hands a field's value on.
    private static func trimmed(_ text: String) -> String {
        String(
            text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }
                .reversed())
    }

    private static func form(_ exchange: EngineExchange, looks: Int) throws -> String {
        guard let answer = exchange.answer else {
            return try HybridCases.text(
                HybridCases.object([
                    ("body", .text("")), ("crash", .boolean(true)), ("status", .integer(0)),
                    ("verdict", .text("crash")),
                ]))
        }
        var isAccepted = answer.status == 200
        if isAccepted {
            let json = try PythonJSONParser.parse(answer.body, byteCountMax: answer.body.count)
            if case .dictionary(let members) = json { isAccepted = members["error"] == nil }
        }
        var members: [(String, PythonValue)] = [
            ("body", .string(PythonText(utf8: answer.body) ?? PythonText())),
            ("content_type", .text(answer.contentType)),
            ("status", .integer(.init(answer.status))),
            ("verdict", .text(isAccepted ? "accept" : "reject")),
        ]
        if let wait = exchange.wait {
            let isRace = wait.seconds == EngineWait.lastSecond
            members += [
                ("keys", .list(wait.keys.map { .text($0.text) })),
                ("polls", isRace ? .text(eitherCount) : .integer(.init(wait.lookCount))),
                ("seconds", .integer(.init(wait.seconds))),
            ]
            guard wait.lookCount == looks, !isRace || (29...30).contains(looks) else {
                return "\(looks) looks, told as \(wait.lookCount)"
            }
        } else if looks != 0 {
            return "\(looks) looks without a wait"
        }
        return try HybridCases.text(HybridCases.object(members))
    }
}
