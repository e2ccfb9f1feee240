internal import PythonValues

/// The lines between a request's first one and the empty one.
///
/// **Source:** CPython 3.11, `http.client.parse_headers` and `email.feedparser`.
enum HeaderLines {
    /// The most lines, the empty one among them.
    static let countMax = 100
    /// The most bytes of a line, its end included.
    static let byteCountMax = 65_536

    /// The value of the first Content-Length, with the lines folded below it; nil where there is
    /// none. A line that is no header ends them, as an empty one does.
    static func contentLength(in head: [UInt8]) -> PythonText? {
        var value: [UInt8]?
        var isOpen = false
        for line in lines(head) {
            guard isHeader(line) else { break }
            if line.first == 0x20 || line.first == 0x09 {
                if isOpen { value? += line }
                continue
            }
            // The value that is wanted ends with the next header of whatever form.
            if value != nil { break }
            isOpen = false
            if isEnvelope(line) { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex
            else { continue }
            let name = line[..<colon].map { byte in
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            }
            guard name == Array("content-length".utf8) else { continue }
            isOpen = true
            value = Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })
        }
        guard var bytes = value else { return nil }
        while let last = bytes.last, last == 13 || last == 10 { bytes.removeLast() }
        return PythonText(codePoints: bytes.map { UInt32($0) })
    }

    /// The lines with their ends, which are CR, LF or both.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            guard byte == 13 || byte == 10 else { continue }
            if byte == 13, place < bytes.count, bytes[place] == 10 { place += 1 }
            lines.append(bytes[start..<place])
            start = place
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// Whether the line begins as a mailbox's separator does.
    private static func isEnvelope(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "From ".utf8)
    }

    /// `^(From |[\041-\071\073-\176]*:|[\t ])`
    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == 0x20 || line.first == 0x09 || isEnvelope(line) { return true }
        let name = line.prefix { (33...126).contains($0) && $0 != UInt8(ascii: ":") }
        return name.endIndex < line.endIndex && line[name.endIndex] == UInt8(ascii: ":")
    }
}
