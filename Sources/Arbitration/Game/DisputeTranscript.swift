package import Cryptography
package import Encodings

/// All posts of a dispute, from which its verdict follows again.
package struct DisputeTranscript: Sendable, Equatable {
    /// The ``DisputeTask/digest`` of the disputed task.
    package let task: Digest
    package let knownRoots: Pair<Digest?>
    package let rounds: [Round]
    /// The file of a ``DisputeTask/trace``, as the writer of the transcript had it; nil where the
    /// transcript has none.
    package var taskTrace: [UInt8]?

    /// The answers to one question; nil for a party that was not asked.
    package struct Round: Sendable, Equatable {
        package let answers: Pair<DisputeAnswer?>

        package init(answers: Pair<DisputeAnswer?>) { self.answers = answers }
    }

    package init(task: Digest, knownRoots: Pair<Digest?>, rounds: [Round]) {
        self.task = task
        self.knownRoots = knownRoots
        self.rounds = rounds
    }

    package static let formatName = "glyphlab dispute 1"
    /// Two answers of the largest size in every round that a game can have.
    package static let byteCountMax = 256 << 20
    private static let digestWords = "64 lower-case hex digits"
    /// The most rounds of a transcript; no game has as many.
    private static let roundCountMax = 256
}

// MARK: The file

extension DisputeTranscript {
    package var json: JSONValue {
        .object([
            JSONMember("format", .string(Self.formatName)),
            JSONMember("task", .string(task.text)),
            JSONMember(
                "task_trace", taskTrace.map { .string(Hexadecimal.text(of: $0)) } ?? .null),
            JSONMember(
                "roots",
                .array(
                    [knownRoots.left, knownRoots.right].map {
                        $0.map { .string($0.text) } ?? .null
                    })),
            JSONMember(
                "rounds",
                .array(
                    rounds.map { round in
                        .array([Self.json(round.answers.left), Self.json(round.answers.right)])
                    })),
        ])
    }

    /// A line as a string where it is text, otherwise as hexadecimal digits; null for silence and
    /// for a party that was not asked.
    private static func json(_ answer: DisputeAnswer?) -> JSONValue {
        switch answer {
        case nil, .nothing: return .null
        case .tooLong: return .object([JSONMember("too_long", .boolean(true))])
        case .line(let bytes):
            guard UTF8Validation.firstInvalidOffset(in: bytes) == nil else {
                return .object([JSONMember("hex", .string(Hexadecimal.text(of: bytes)))])
            }
            return .string(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// **Throws:** ``DisputeTranscriptError``.
    package init(json bytes: [UInt8]) throws(DisputeTranscriptError) {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(error)
        }
        guard let format = document.member("format")?.stringValue, format == Self.formatName else {
            throw .malformed("format", expected: Self.formatName)
        }
        guard let task = document.member("task").flatMap(Self.digest) else {
            throw .malformed("task", expected: Self.digestWords)
        }
        guard let roots = document.member("roots")?.arrayValue, roots.count == 2 else {
            throw .malformed("roots", expected: "two digests or null")
        }
        guard let list = document.member("rounds")?.arrayValue, list.count <= Self.roundCountMax
        else { throw .malformed("rounds", expected: "at most \(Self.roundCountMax) pairs") }
        var rounds: [Round] = []
        for (place, value) in list.enumerated() {
            guard let pair = value.arrayValue, pair.count == 2 else {
                throw .malformed("rounds[\(place)]", expected: "two answers")
            }
            rounds.append(
                Round(
                    answers: Pair(
                        try Self.answer(pair[0], "rounds[\(place)][0]"),
                        try Self.answer(pair[1], "rounds[\(place)][1]"))))
        }
        self.init(
            task: task,
            knownRoots: Pair(
                try Self.root(roots[0], "roots[0]"), try Self.root(roots[1], "roots[1]")),
            rounds: rounds)
        switch document.member("task_trace") {
        case nil, .null?: break
        case let value?:
            guard let text = value.stringValue, let bytes = Hexadecimal.bytes(of: text) else {
                throw .malformed("task_trace", expected: "hex digits or null")
            }
            taskTrace = bytes
        }
    }

    private static func root(
        _ json: JSONValue, _ place: String
    ) throws(DisputeTranscriptError) -> Digest? {
        if case .null = json { return nil }
        guard let digest = digest(json) else {
            throw .malformed(place, expected: "\(digestWords) or null")
        }
        return digest
    }

    private static func digest(_ json: JSONValue) -> Digest? {
        guard let text = json.stringValue, text.utf8.count == 64,
            let bytes = Hexadecimal.bytes(of: text)
        else { return nil }
        return Digest(bytes: bytes)
    }

    private static func answer(
        _ json: JSONValue, _ place: String
    ) throws(DisputeTranscriptError) -> DisputeAnswer? {
        if case .null = json { return nil }
        if let text = json.stringValue { return .line(Array(text.utf8)) }
        if let text = json.member("hex")?.stringValue, let bytes = Hexadecimal.bytes(of: text) {
            return .line(bytes)
        }
        if json.member("too_long")?.booleanValue == true { return .tooLong }
        throw .malformed(place, expected: "a text, null, hex or too_long")
    }
}

/// Reasons for which a file is no transcript.
package enum DisputeTranscriptError: Error, Equatable, CustomStringConvertible {
    case notJSON(JSONParseError)
    case malformed(String, expected: String)
    /// The round has an answer of this party, which was not asked.
    case notAsked(round: Int, Side)
    /// The verdict was reached before this round.
    case afterVerdict(round: Int)

    package var description: String {
        switch self {
        case .notJSON(let cause): "expected a transcript in JSON: \(cause)"
        case .malformed(let place, let expected): "\(place): expected \(expected)"
        case .notAsked(let round, let side):
            "rounds[\(round)][\(side.rawValue)]: expected null, since the \(side.name) party was "
                + "not asked, got an answer"
        case .afterVerdict(let round):
            "rounds: expected \(round) up to the verdict, got more"
        }
    }
}
