internal import Conformance
internal import PublishedNode
internal import PythonValues

/// The bytes of the requests that the vectors tell.
enum NodeRequestBytes {
    /// The most of anything that a description counts.
    private static let countMax = 1 << 20

    static func bytes(of request: VectorValue, _ chains: NodeChains) throws -> [UInt8] {
        if let raw = try request.optional("raw") { return try bytes(ofRaw: raw, chains) }
        let told = try request.optional("body")
        let body = try told.flatMap { $0.isNull ? nil : try chains.bytes(of: $0) } ?? []
        if let count = try request.optional("body_bytes"), try count.int() != body.count {
            throw VectorFormError(
                place: count.place, expected: "\(body.count), as the body has it",
                got: String(try count.int()))
        }
        let fields = try fields(request.member("headers"), byteCount: body.count)
        let start = try request.member("start").text().utf8()
        return start + Array("\r\n".utf8) + fields + Array("\r\n".utf8) + body
    }

    private static func fields(_ told: VectorValue, byteCount: Int) throws -> [UInt8] {
        var fields: [(PythonText, PythonText)] = []
        if case .string(let name) = told.value {
            let posted =
                name.equals("std-post")
                ? [("Content-Type", "application/json"), ("Content-Length", String(byteCount))] : []
            let texts =
                [("Accept-Encoding", "identity")] + posted + [
                    ("Host", "127.0.0.1:9401"), ("User-Agent", "glyph-node/0.3"),
                    ("Connection", "close"),
                ]
            fields = texts.map { (PythonText($0), PythonText($1)) }
        } else {
            for field in try told.elements() {
                let parts = try field.elements()
                guard parts.count == 2 else {
                    throw VectorFormError(
                        place: field.place, expected: "a name and a value",
                        got: "\(parts.count) values")
                }
                fields.append((try parts[0].text(), try parts[1].text()))
            }
        }
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += try (name + PythonText(": ") + value + PythonText("\r\n")).utf8()
        }
        return bytes
    }

    private static func bytes(ofRaw raw: VectorValue, _ chains: NodeChains) throws -> [UInt8] {
        guard let about = try raw.optional("about") else { return try chains.bytes(of: raw) }
        let text = try about.string()
        if let match = text.wholeMatch(of: /GET \/ and (\d+) letters a, HTTP\/1\.1, blank line/) {
            let letters = String(repeating: "a", count: try count(match.1, about))
            return Array("GET /\(letters) HTTP/1.1\r\n\r\n".utf8)
        }
        if let match = text.wholeMatch(of: /(?:GET \/status with headers )?H0\.\.H(\d+): x/) {
            let lines = (0...(try count(match.1, about))).map { "H\($0): x\r\n" }.joined()
            return Array("GET /status HTTP/1.1\r\n\(lines)\r\n".utf8)
        }
        if let match = text.wholeMatch(of: /header A: with (\d+) letters x/) {
            let letters = String(repeating: "x", count: try count(match.1, about))
            return Array("GET /status HTTP/1.1\r\nA: \(letters)\r\n\r\n".utf8)
        }
        throw VectorFormError(
            place: about.place, expected: "a description that this judge knows", got: text)
    }

    private static func count(_ digits: Substring, _ about: VectorValue) throws -> Int {
        guard let count = Int(digits), count <= countMax else {
            throw VectorFormError(
                place: about.place, expected: "at most \(countMax)", got: String(digits))
        }
        return count
    }
}
