internal import Encodings
internal import PythonValues

/// The codings of text that `json.loads` tells apart by the first bytes, but for UTF-8.
/// **Source:** CPython 3.11, `json.detect_encoding`.
enum NodeTextCoding {
    case marked8
    case little16
    case big16
    case little32
    case big32

    /// The coding and the place behind its mark; nil for UTF-8 without one.
    static func find(in bytes: [UInt8]) -> (NodeTextCoding, start: Int)? {
        let marks: [(NodeTextCoding, [UInt8])] = [
            (.big32, [0, 0, 0xFE, 0xFF]), (.little32, [0xFF, 0xFE, 0, 0]),
            (.big16, [0xFE, 0xFF]), (.little16, [0xFF, 0xFE]), (.marked8, [0xEF, 0xBB, 0xBF]),
        ]
        for (coding, mark) in marks where bytes.starts(with: mark) { return (coding, mark.count) }
        guard bytes.count == 2 || bytes.count >= 4 else { return nil }
        let isLong = bytes.count >= 4
        if bytes[0] == 0 { return (isLong && bytes[1] == 0 ? .big32 : .big16, 0) }
        if bytes[1] == 0 {
            return (isLong && bytes[2] == 0 && bytes[3] == 0 ? .little32 : .little16, 0)
        }
        return nil
    }

    /// The bytes in UTF-8, surrogates alone as escapes of JSON.
    ///
    /// **Throws:** ``PythonError``: `UnicodeDecodeError`.
    func utf8(of bytes: ArraySlice<UInt8>) throws(PythonError) -> [UInt8] {
        switch self {
        case .marked8: try Self.withoutSurrogates(utf8: Array(bytes))
        case .little16, .big16: try utf8(ofUTF16: bytes)
        case .little32, .big32: try utf8(ofUTF32: bytes)
        }
    }

    private static let undecodable = PythonError.other(
        name: "UnicodeDecodeError", "the bytes are not of the coding that they begin in")

    private func unit(_ bytes: some Collection<UInt8>) -> UInt32 {
        let isBig = self == .big16 || self == .big32
        let highestFirst = isBig ? Array(bytes) : Array(bytes.reversed())
        return highestFirst.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func utf8(ofUTF16 bytes: ArraySlice<UInt8>) throws(PythonError) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else { throw Self.undecodable }
        var text = EscapedText()
        var place = bytes.startIndex
        while place < bytes.endIndex {
            var point = unit(bytes[place..<place + 2])
            place += 2
            if (0xD800..<0xDC00).contains(point), place < bytes.endIndex {
                let low = unit(bytes[place..<place + 2])
                if (0xDC00..<0xE000).contains(low) {
                    point = 0x10000 + (point - 0xD800) << 10 + (low - 0xDC00)
                    place += 2
                }
            }
            try text.append(point)
        }
        return text.bytes
    }

    private func utf8(ofUTF32 bytes: ArraySlice<UInt8>) throws(PythonError) -> [UInt8] {
        guard bytes.count.isMultiple(of: 4) else { throw Self.undecodable }
        var text = EscapedText()
        for place in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4) {
            let point = unit(bytes[place..<place + 4])
            guard point < 0x110000 else { throw Self.undecodable }
            try text.append(point)
        }
        return text.bytes
    }

    /// UTF-8 in which surrogates may stand alone, each in three bytes, as UTF-8 with escapes.
    ///
    /// **Throws:** ``PythonError``: `UnicodeDecodeError`.
    static func withoutSurrogates(utf8 bytes: [UInt8]) throws(PythonError) -> [UInt8] {
        guard UTF8Validation.firstInvalidOffset(in: bytes) != nil else { return bytes }
        var text = EscapedText()
        var run = 0
        var place = 0
        while place < bytes.count {
            guard bytes[place] == 0xED, place + 2 < bytes.count, bytes[place + 1] & 0xE0 == 0xA0,
                bytes[place + 2] & 0xC0 == 0x80
            else {
                place += 1
                continue
            }
            text.append(utf8: bytes[run..<place])
            try text.append(
                0xD000 | UInt32(bytes[place + 1] & 0x3F) << 6 | UInt32(bytes[place + 2] & 0x3F))
            place += 3
            run = place
        }
        text.append(utf8: bytes[run...])
        guard UTF8Validation.firstInvalidOffset(in: text.bytes) == nil else { throw undecodable }
        return text.bytes
    }
}

/// UTF-8 in the making, surrogates alone as escapes of JSON.
///
/// **Known difference:** a high and a low one side by side, in UTF-8 or UTF-32, are one character
/// here; CPython makes them one when it reads what it wrote of them. What is written is the same,
/// but for two keys of an object that this alone tells apart.
private struct EscapedText {
    private(set) var bytes: [UInt8] = []

    mutating func append(utf8 run: ArraySlice<UInt8>) { bytes += run }

    /// **Throws:** ``PythonError``: `JSONDecodeError` for a surrogate that a backslash escapes.
    mutating func append(_ point: UInt32) throws(PythonError) {
        if point < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: point))
        } else if let scalar = Unicode.Scalar(point) {
            bytes += UTF8.encode(scalar).map(Array.init) ?? []
        } else {
            let backslashes = bytes.reversed().prefix { $0 == UInt8(ascii: "\\") }
            guard backslashes.count.isMultiple(of: 2) else {
                throw .other(name: "JSONDecodeError", "Invalid \\escape")
            }
            bytes += "\\u\(String(point, radix: 16))".utf8
        }
    }
}
