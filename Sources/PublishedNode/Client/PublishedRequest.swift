internal import BigInt
internal import PythonValues

/// A request as CPython's `urllib` makes it of a URL. **Source:** CPython 3.11, `urllib.request`,
/// `http.client`.
struct PublishedRequest {
    private typealias Points = [UInt32]

    /// Such a connection has no encryption.
    private static let plainScheme = PythonText("http")
    private static let secureScheme = PythonText("https")
    private static let agent = "glyph-node/0.3"

    /// The whole URL, with its fragment.
    let url: PythonText
    /// The host as it stands in the URL, with its port.
    let host: PythonText
    let selector: PythonText
    let isSecure: Bool
    /// The body of a push; nil for a question.
    let body: [UInt8]?

    // MARK: The URL

    /// **Throws:** ``PythonError`` for a text without scheme, or with one that is not spoken here.
    init(url text: PythonText, body: [UInt8]?) throws(PythonError) {
        let unwrapped = Self.unwrapped(text)
        url = unwrapped
        self.body = body
        var points = unwrapped.codePoints
        if let sign = points.lastIndex(of: UInt32(UInt8(ascii: "#"))) {
            points.removeSubrange(sign...)
        }
        let end = points.firstIndex { $0 == 0x3A || $0 == 0x2F }
        guard let end, end > 0, points[end] == 0x3A else {
            throw .value("unknown url type: \(try PythonValue.string(url).representation().shown)")
        }
        // `request_host`, which nothing here needs, parses the URL.
        _ = try URLText(url)
        let scheme = PythonText(codePoints: Array(points[..<end])).lowercased()
        isSecure = scheme == Self.secureScheme
        guard isSecure || scheme == Self.plainScheme else {
            throw Self.unreachable("unknown url type: \(scheme.shown)")
        }
        let rest = Array(points[(end + 1)...])
        guard rest.starts(with: PythonText("//").codePoints) else {
            throw Self.unreachable("no host given")
        }
        let behind = rest.dropFirst(2)
        let hostEnd =
            behind.firstIndex { PythonText("/#?").codePoints.contains($0) } ?? rest.count
        host = try Self.unquoted(PythonText(codePoints: Array(rest[2..<hostEnd])))
        let path = Array(rest[hostEnd...])
        let hasSlash = path.isEmpty || path[0] == 0x2F
        selector = PythonText(codePoints: hasSlash ? path : [0x2F] + path)
        guard !host.codePoints.isEmpty else { throw Self.unreachable("no host given") }
    }

    /// `unwrap(url)`: without white space around it, `<URL:>` and `<>`.
    private static func unwrapped(_ text: PythonText) -> PythonText {
        var text = text.stripped()
        if text.codePoints.first == 0x3C, text.codePoints.last == 0x3E {
            text = PythonText(codePoints: Array(text.codePoints.dropFirst().dropLast())).stripped()
        }
        let mark = PythonText("URL:").codePoints
        if text.codePoints.starts(with: mark) {
            text = PythonText(codePoints: Array(text.codePoints.dropFirst(mark.count))).stripped()
        }
        return text
    }

    /// `unquote(host)`.
    private static func unquoted(_ host: PythonText) throws(PythonError) -> PythonText {
        guard host.codePoints.contains(UInt32(UInt8(ascii: "%"))) else { return host }
        return PythonText(QueryText.decoded(path: try host.utf8()))
    }

    /// `URLError`: no connection.
    static func unreachable(_ reason: String) -> PythonError {
        .other(name: "URLError", "<urlopen error \(reason)>")
    }

    private static func invalid(_ reason: String) -> PythonError {
        .other(name: "InvalidURL", reason)
    }

    // MARK: The connection

    /// The host without port and brackets, and the port. **Throws:** ``PythonError``.
    func destination() throws(PythonError) -> (host: String, port: Int) {
        var name = host.codePoints
        var port = BigInt(isSecure ? 443 : 80)
        let bracket = name.lastIndex(of: UInt32(UInt8(ascii: "]"))) ?? -1
        if let colon = name.lastIndex(of: UInt32(UInt8(ascii: ":"))), colon > bracket {
            let digits = PythonText(codePoints: Array(name[(colon + 1)...]))
            if !digits.codePoints.isEmpty {
                do {
                    port = try digits.integer()
                } catch {
                    throw Self.invalid("nonnumeric port: '\(digits.shown)'")
                }
            }
            name.removeSubrange(colon...)
        }
        if name.first == UInt32(UInt8(ascii: "[")), name.last == UInt32(UInt8(ascii: "]")) {
            name = Array(name.dropFirst().dropLast())
        }
        guard !name.contains(where: Self.isDisallowed) else {
            throw Self.invalid("URL can't contain control characters")
        }
        guard let number = Int(exactly: port), (0...0xFFFF).contains(number) else {
            throw Self.unreachable("no port \(port)")
        }
        return (String(decoding: try PythonText(codePoints: name).utf8(), as: UTF8.self), number)
    }

    private static func isDisallowed(_ point: UInt32) -> Bool { point <= 0x20 || point == 0x7F }

    /// The bytes that are sent. **Throws:** ``PythonError`` for a URL that no request can hold.
    func bytes() throws(PythonError) -> [UInt8] {
        guard !selector.codePoints.contains(where: Self.isDisallowed) else {
            throw Self.invalid("URL can't contain control characters")
        }
        guard selector.codePoints.allSatisfy({ $0 < 0x80 }) else {
            throw .unicode("'ascii' codec can't encode the path")
        }
        guard host.codePoints.allSatisfy({ $0 < 0x100 }) else {
            throw .unicode("'latin-1' codec can't encode the host")
        }
        guard !endsLine(host) else { throw .value("Invalid header value") }
        let path = selector.codePoints.isEmpty ? "/" : selector.shown
        var text = "\(body == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nAccept-Encoding: identity"
        if let body { text += "\r\nContent-Length: \(body.count)" }
        var bytes = Array((text + "\r\nHost: ").utf8)
        bytes += host.codePoints.map { UInt8(truncatingIfNeeded: $0) }
        bytes += "\r\nUser-Agent: \(Self.agent)".utf8
        if body != nil { bytes += "\r\nContent-Type: application/json".utf8 }
        bytes += "\r\nConnection: close\r\n\r\n".utf8
        return bytes + (body ?? [])
    }

    /// Whether a header's value has an end of line that no space follows.
    private func endsLine(_ value: PythonText) -> Bool {
        let points = value.codePoints
        return points.indices.contains { place in
            let next = place + 1 < points.count ? points[place + 1] : nil
            let isFolded = next == 0x20 || next == 9
            return points[place] == 10 && !isFolded
                || points[place] == 13 && !isFolded && next != 10
        }
    }
}
