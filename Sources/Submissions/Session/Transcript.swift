internal import Encodings

/// All that was said in one session, in its order, and how it ended.
package struct Transcript: Sendable, Equatable {
    /// A line of the script, and the answer to it.
    package struct Exchange: Sendable, Equatable {
        package let line: [UInt8]
        package let answer: [UInt8]

        package init(line: [UInt8], answer: [UInt8]) {
            self.line = line
            self.answer = answer
        }
    }

    package let greeting: [UInt8]
    package let exchanges: [Exchange]
    package let ending: ScriptEnding

    package init(greeting: [UInt8], exchanges: [Exchange], ending: ScriptEnding) {
        self.greeting = greeting
        self.exchanges = exchanges
        self.ending = ending
    }

    package var lines: [[UInt8]] { exchanges.map(\.line) }

    /// The first answer that is another than in a transcript of the same lines; nil for none.
    func difference(to other: Transcript) -> String? {
        guard greeting == other.greeting else { return "another greeting" }
        let pairs = zip(exchanges, other.exchanges)
        if let index = Array(pairs).firstIndex(where: { $0.answer != $1.answer }) {
            return "another answer to request \(index + 1)"
        }
        return exchanges.count == other.exchanges.count ? nil : "\(exchanges.count) answers"
    }

    // MARK: File

    /// The longest file: the limits of both sides, escaped.
    package static let byteCountMax = 1 << 30
    private static let lineByteCountMax = 8 << 20
    /// The greeting, all requests and one too many with their answers, and the end.
    private static let lineCountMax = 2 * SessionLimits.standard.requestCountMax + 4

    /// JSON by lines: `lab` and `script` with a line each, `script_base64` where that is no UTF-8,
    /// and `end` in the last.
    package var fileBytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ key: String, _ value: JSONValue) {
            bytes += JSONValue.object([JSONMember(key, value)]).compactText.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        func text(_ line: [UInt8]) -> JSONValue { .string(String(decoding: line, as: UTF8.self)) }
        append("lab", text(greeting))
        for exchange in exchanges {
            if UTF8Validation.firstInvalidOffset(in: exchange.line) == nil {
                append("script", text(exchange.line))
            } else {
                append("script_base64", .string(Base64.text(of: exchange.line)))
            }
            append("lab", text(exchange.answer))
        }
        append("end", ending.json)
        return bytes
    }

    /// **Throws:** ``EvidenceFault`` where the bytes are not those that ``fileBytes`` gives.
    package init(fileBytes: [UInt8], file: String) throws(EvidenceFault) {
        let lineCount = fileBytes.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        guard lineCount <= Self.lineCountMax else {
            throw EvidenceFault(
                file, "", "at most \(Self.lineCountMax) lines", "\(lineCount)")
        }
        var lines = fileBytes.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        guard lines.popLast()?.isEmpty == true, lines.count >= 2, lines.count % 2 == 0 else {
            throw EvidenceFault(file, "", "pairs of lines, each with its end", "others")
        }
        func value(_ index: Int) throws(EvidenceFault) -> (key: String, value: JSONValue) {
            let place = "line \(index + 1)"
            do {
                let parsed = try JSONParser.parse(
                    Array(lines[index]), byteCountMax: Self.lineByteCountMax)
                guard let members = parsed.objectValue, members.count == 1 else {
                    throw EvidenceFault(file, place, "an object of one member", parsed.kind)
                }
                return (members[0].key, members[0].value)
            } catch let fault as EvidenceFault {
                throw fault
            } catch {
                throw EvidenceFault(file, place, "JSON", "\(error)")
            }
        }
        func bytes(_ index: Int, of keys: [String]) throws(EvidenceFault) -> [UInt8] {
            let (key, value) = try value(index)
            if keys.contains(key), let text = value.stringValue {
                if key != "script_base64" { return Array(text.utf8) }
                if let bytes = Base64.bytes(of: text) { return bytes }
            }
            throw EvidenceFault(
                file, "line \(index + 1)", "a text of \(keys.joined(separator: " or "))",
                "\(key.prefix(20)): \(value.kind)")
        }
        greeting = try bytes(0, of: ["lab"])
        var exchanges: [Exchange] = []
        for index in stride(from: 1, to: lines.count - 1, by: 2) {
            exchanges.append(
                Exchange(
                    line: try bytes(index, of: ["script", "script_base64"]),
                    answer: try bytes(index + 1, of: ["lab"])))
        }
        self.exchanges = exchanges
        let (key, last) = try value(lines.count - 1)
        guard key == "end", let ending = ScriptEnding(json: last) else {
            throw EvidenceFault(file, "line \(lines.count)", "how it ended", last.kind)
        }
        self.ending = ending
        guard self.fileBytes == fileBytes else {
            throw EvidenceFault(file, "", "the one form of a transcript", "another spelling")
        }
    }
}

extension ScriptEnding {
    var json: JSONValue {
        let (how, detail): (String, JSONMember?) =
            switch self {
            case .session: ("session", nil)
            case .exited(let code): ("exited", JSONMember("code", .integer(code)))
            case .killed(let signal): ("killed", JSONMember("signal", .integer(signal)))
            case .cut: ("cut", nil)
            case .limit(let text): ("limit", JSONMember("limit", .string(text)))
            }
        return .object([JSONMember("how", .string(how))] + (detail.map { [$0] } ?? []))
    }

    /// Nil for any but the form of `json`.
    init?(json: JSONValue) {
        switch json.member("how")?.stringValue {
        case "session": self = .session
        case "exited":
            guard let code = json.member("code")?.integerValue else { return nil }
            self = .exited(code: code)
        case "killed":
            guard let signal = json.member("signal")?.integerValue else { return nil }
            self = .killed(signal: signal)
        case "cut": self = .cut
        case "limit":
            guard let text = json.member("limit")?.stringValue else { return nil }
            self = .limit(text)
        default: return nil
        }
    }
}
