internal import PythonValues

/// The first line of a request. **Source:** CPython 3.11, `http.server`.
struct RequestLine {
    /// The most bytes of a line, its end included.
    static let byteCountMax = 65_536

    let method: PythonText
    /// The second word; slashes at its beginning are one.
    let path: PythonText
    /// Whether the version is 0.9, under which answers have neither status line nor headers.
    let isHeadless: Bool

    /// The findings on a first line.
    enum Finding {
        case line(RequestLine)
        case page(ErrorPage)
        /// The connection is closed without a word.
        case nothing
    }

    /// Reads a line with its end, of any length.
    static func read(_ bytes: [UInt8]) -> Finding {
        guard bytes.count <= byteCountMax else {
            return .page(ErrorPage(status: 414, reason: "Request-URI Too Long"))
        }
        var text = PythonText(codePoints: bytes.map { UInt32($0) })
        while let last = text.codePoints.last, last == 13 || last == 10 {
            text.codePoints.removeLast()
        }
        let words = text.words()
        guard let method = words.first else { return .nothing }
        var isHeadless = true
        if words.count >= 3 {
            let version = words[words.count - 1]
            guard let major = major(of: version) else {
                return .page(.headless(400, "Bad request version (\(shown(version)))"))
            }
            guard major < 2 else {
                let number = PythonText(codePoints: Array(version.codePoints.dropFirst(5)))
                return .page(.headless(505, "Invalid HTTP version (\(number.shown))"))
            }
            isHeadless = version.equals("HTTP/0.9")
        }
        guard (2...3).contains(words.count) else {
            return .page(
                ErrorPage(
                    status: 400, reason: "Bad request syntax (\(shown(text)))",
                    hasHead: !isHeadless))
        }
        if words.count == 2, !method.equals("GET") {
            return .page(.headless(400, "Bad HTTP/0.9 request type (\(shown(method)))"))
        }
        return .line(
            RequestLine(method: method, path: path(words[1]), isHeadless: isHeadless))
    }

    private static func path(_ word: PythonText) -> PythonText {
        let slash = UInt32(UInt8(ascii: "/"))
        let rest = word.codePoints.drop { $0 == slash }
        guard word.codePoints.count - rest.count > 1 else { return word }
        return PythonText(codePoints: [slash] + rest)
    }

    /// The major number of `HTTP/` digits `.` digits; nil for any other version.
    private static func major(of version: PythonText) -> Int? {
        let prefix = Array("HTTP/".utf8).map { UInt32($0) }
        guard version.codePoints.starts(with: prefix) else { return nil }
        let numbers = version.codePoints.dropFirst(prefix.count)
            .split(separator: UInt32(UInt8(ascii: ".")), omittingEmptySubsequences: false)
        let zero = UInt32(UInt8(ascii: "0"))
        guard numbers.count == 2,
            numbers.allSatisfy({ number in
                (1...10).contains(number.count)
                    && number.allSatisfy { (zero...zero + 9).contains($0) }
            })
        else { return nil }
        // At most ten digits.
        return numbers.first?.reduce(0) { $0 * 10 + Int($1 - zero) }
    }

    /// `repr(text)`, which holds no control character.
    private static func shown(_ text: PythonText) -> String {
        (try? PythonValue.string(text).representation().shown) ?? ""
    }
}
