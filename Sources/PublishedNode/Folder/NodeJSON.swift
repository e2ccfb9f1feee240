internal import Encodings
package import PythonValues

/// JSON as a published node reads and writes it. **Source:** CPython 3.11, `json`.
package enum NodeJSON {
    // MARK: Reading

    /// `json.loads(bytes)`, for bytes from the network: UTF-8, also with a mark, UTF-16 and UTF-32
    /// with or without one; surrogates may stand alone in all of them.
    ///
    /// **Throws:** ``PythonError``.
    package static func parse(_ bytes: [UInt8]) throws(PythonError) -> PythonValue {
        guard let (coding, start) = NodeTextCoding.find(in: bytes) else {
            return try parse(text: try NodeTextCoding.withoutSurrogates(utf8: bytes))
        }
        return try parse(text: try coding.utf8(of: bytes[start...]))
    }

    /// `json.load(file)`, for a file that was opened as text: UTF-8 without a mark alone.
    ///
    /// **Throws:** ``PythonError``.
    package static func parse(text bytes: [UInt8]) throws(PythonError) -> PythonValue {
        do {
            return try PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
        } catch {
            throw .other(name: error.exception.rawValue, error.description)
        }
    }

    // MARK: Writing

    /// `json.dumps(value)`: on the wire and in the inbox.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for an integer of too many digits.
    package static func spaced(_ value: PythonValue) throws(PythonError) -> [UInt8] {
        Array(try PythonJSONWriter.text(value, sortsKeys: false, style: .spaced).utf8)
    }

    /// `json.dumps(value, indent=1)`: in all other files.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for an integer of too many digits.
    package static func indented(_ value: PythonValue) throws(PythonError) -> [UInt8] {
        let spaced = try spaced(value)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(spaced.count + spaced.count / 2)
        // At most as deep as the value is nested.
        var depth = 0
        var place = 0
        func lineBreak() {
            bytes.append(UInt8(ascii: "\n"))
            bytes += repeatElement(UInt8(ascii: " "), count: depth)
        }
        while place < spaced.count {
            let byte = spaced[place]
            switch byte {
            case UInt8(ascii: "\""):
                let end = endOfText(spaced, from: place)
                bytes += spaced[place..<end]
                place = end
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                bytes.append(byte)
                // The brackets' closing ones are two above them in ASCII.
                if place + 1 < spaced.count, spaced[place + 1] == byte + 2 {
                    bytes.append(byte + 2)
                    place += 1
                } else {
                    depth += 1
                    lineBreak()
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                lineBreak()
                bytes.append(byte)
            case UInt8(ascii: ","):
                bytes.append(byte)
                lineBreak()
                // The space behind it.
                place += 1
            default: bytes.append(byte)
            }
            place += 1
        }
        return bytes
    }

    /// The place behind the text that begins at `start`.
    private static func endOfText(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place + 1, bytes.count)
    }
}
