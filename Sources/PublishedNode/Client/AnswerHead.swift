internal import PythonValues

/// The status and the headers of an answer. **Source:** CPython 3.11, `http.client`,
/// `email.feedparser`.
struct AnswerHead {
    /// `http.client._MAXHEADERS`: so many lines, the empty one at the end with them.
    private static let lineCountMax = 100
    private static let continues = 100

    let status: Int
    let reason: String
    /// In the order in which they came, names in small letters.
    private let headers: [(name: PythonText, value: PythonText)]

    /// The first head whose status is not 100. **Throws:** ``PythonError``.
    init(_ reader: AnswerReader) throws(PythonError) {
        while true {
            let (version, status, reason) = try Self.statusLine(try reader.line("status line"))
            let lines = try status == Self.continues ? Self.lines(reader) : nil
            guard lines == nil else { continue }
            guard version.starts(with: "HTTP/1.".utf8) || version == Array("HTTP/0.9".utf8) else {
                throw .other(
                    name: "UnknownProtocol", String(decoding: version, as: UTF8.self))
            }
            self.status = status
            self.reason = reason
            headers = Self.headers(try Self.lines(reader))
            return
        }
    }

    /// The value of the first header of a name, which is given in small letters.
    func value(_ name: String) -> PythonText? {
        let name = PythonText(name)
        return headers.first { $0.name == name }?.value
    }

    // MARK: The status

    private static func statusLine(
        _ line: [UInt8]
    ) throws(PythonError) -> (version: [UInt8], status: Int, reason: String) {
        guard !line.isEmpty else {
            throw .other(
                name: "RemoteDisconnected", "Remote end closed connection without response")
        }
        let bad = PythonError.other(
            name: "BadStatusLine", PythonText(codePoints: line.map(UInt32.init)).shown)
        var rest = line[...]
        let version = word(&rest)
        let statusWord = word(&rest)
        guard version.starts(with: "HTTP/".utf8), !statusWord.isEmpty else { throw bad }
        let number = try? PythonText(codePoints: statusWord.map(UInt32.init)).integer()
        guard let number, let status = Int(exactly: number), (100...999).contains(status) else {
            throw bad
        }
        let reason = PythonText(codePoints: rest.map(UInt32.init)).stripped().shown
        return (Array(version), status, reason)
    }

    /// Takes the next word, and the white space before it.
    private static func word(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool {
            (9...13).contains(byte) || (28...32).contains(byte) || byte == 0x85 || byte == 0xA0
        }
        rest = rest.drop(while: isSpace)
        let word = rest.prefix { !isSpace($0) }
        rest = rest[word.endIndex...]
        return word
    }

    // MARK: The headers

    /// The lines up to the empty one, each with its end.
    private static func lines(_ reader: AnswerReader) throws(PythonError) -> [UInt8] {
        var bytes: [UInt8] = []
        var count = 0
        while true {
            let line = try reader.line("header line")
            // At most `lineCountMax` lines of 65,536 bytes.
            bytes += line
            count += 1
            guard count <= lineCountMax else {
                throw .other(name: "HTTPException", "got more than \(lineCountMax) headers")
            }
            if line.isEmpty || line == [13, 10] || line == [10] { return bytes }
        }
    }

    private static func headers(
        _ bytes: [UInt8]
    ) -> [(name: PythonText, value: PythonText)] {
        var headers: [(name: [UInt8], value: [UInt8])] = []
        var isOpen = false
        for line in split(bytes) {
            if line.first == UInt8(ascii: " ") || line.first == 9 {
                if isOpen { headers[headers.count - 1].value += line }
                continue
            }
            if line.starts(with: "From ".utf8) {
                isOpen = false
                continue
            }
            let name = line.prefix { (33...126).contains($0) && $0 != UInt8(ascii: ":") }
            guard name.endIndex < line.endIndex, line[name.endIndex] == UInt8(ascii: ":") else {
                break
            }
            isOpen = !name.isEmpty
            guard isOpen else { continue }
            let value = line[(name.endIndex + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == 9 }
            headers.append((Array(name), Array(value)))
        }
        return headers.map { header in
            var value = header.value[...]
            while let last = value.last, last == 10 || last == 13 { value.removeLast() }
            return (
                PythonText(codePoints: header.name.map(UInt32.init)).lowercased(),
                PythonText(codePoints: value.map(UInt32.init))
            )
        }
    }

    /// The lines with their ends: CR, LF, or both.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(where: { $0 == 10 || $0 == 13 }) {
            let isPair = rest[end] == 13 && end + 1 < rest.endIndex && rest[end + 1] == 10
            let next = end + (isPair ? 2 : 1)
            lines.append(rest[..<next])
            rest = rest[next...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }
}
