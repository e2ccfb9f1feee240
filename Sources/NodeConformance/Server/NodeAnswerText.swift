internal import Conformance
internal import Cryptography
internal import PublishedNode
internal import PythonValues

/// Answers as texts to be compared: the status line, all headers but Server and Date, and the body;
/// of a refusal as malformed its beginning, of an error page that it is one.
enum NodeAnswerText {
    private static let malformed = "{\"result\": \"malformed: "

    // MARK: Told

    static func told(_ response: VectorValue, _ chains: NodeChains) throws -> String {
        let answer = try response.member("answer")
        if answer.isNull { return "nothing" }
        let body = try response.member("body")
        let page = body.isNull ? nil : try body.optional("error_page")
        var shown = "no body"
        if let page {
            shown = "page \(try page.int())"
        } else if !body.isNull {
            shown = text(ofBody: try chains.bytes(of: body))
        }
        guard try answer.string() != "headless" else { return "headless\n\(shown)" }
        var lines = [try answer.string()]
        for field in try response.member("headers").elements() {
            let parts = try field.elements().map { try $0.string() }
            guard parts.count == 2, !isFree(parts[0], page != nil || body.isNull, shown)
            else { continue }
            lines.append(parts.joined(separator: ": "))
        }
        return (lines + [shown]).joined(separator: "\n")
    }

    /// Whether nobody compares a header: Server, Date, and the length of a body that is free. The
    /// page that HEAD is not shown has a length, too.
    private static func isFree(_ name: String, _ isPage: Bool, _ shown: String) -> Bool {
        ["Server", "Date"].contains(name)
            || name == "Content-Length" && (isPage || shown.hasPrefix(malformed))
    }

    // MARK: Made

    static func made(_ step: WireStep, like response: VectorValue) -> String {
        switch step {
        case .needsMore: return "waits for more"
        case .closed: return "nothing"
        case .answer(let bytes):
            guard bytes.starts(with: "HTTP/".utf8) else {
                return "headless\n\(pageText(bytes) ?? text(ofBody: bytes))"
            }
            let end = Array("\r\n\r\n".utf8)
            guard
                let place = bytes.indices.first(where: { bytes[$0...].starts(with: end) })
            else { return "a head without an end" }
            let head = bytes[..<place].map { String(Unicode.Scalar($0)) }.joined()
            let body = Array(bytes[(place + end.count)...])
            let page = pageText(body)
            let shown = page ?? (body.isEmpty ? "no body" : text(ofBody: body))
            let lines = head.unicodeScalars.split(separator: "\n").map { line in
                String(String.UnicodeScalarView(line.filter { $0 != "\r" }))
            }
            let kept = lines.filter { line in
                let name = String(line.prefix { $0 != ":" })
                return !isFree(name, page != nil || body.isEmpty, shown)
            }
            return (kept + [shown]).joined(separator: "\n")
        }
    }

    /// The status that a page names; nil for what is no page.
    private static func pageText(_ body: [UInt8]) -> String? {
        let text = String(decoding: body, as: UTF8.self)
        guard text.hasPrefix("<!DOCTYPE html>"),
            let match = text.firstMatch(of: /<h1>Error (\d+)<\/h1>/)
        else { return nil }
        return "page \(match.1)"
    }

    // MARK: Bytes

    private static func text(ofBody bytes: [UInt8]) -> String {
        bytes.starts(with: malformed.utf8) ? malformed : digest(bytes)
    }

    /// The bytes themselves where they are few, their count and digest otherwise.
    static func digest(_ bytes: [UInt8]?) -> String {
        guard let bytes else { return "none" }
        guard bytes.count > 300 else { return String(decoding: bytes, as: UTF8.self) }
        return "\(bytes.count) bytes \(Digests.sha256(bytes).text)"
    }
}
