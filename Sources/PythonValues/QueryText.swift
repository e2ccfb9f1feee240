/// The query of a URL, as Starlette reads it.
package enum QueryText {
    /// The members as texts: of equal names the last counts, and one without `=` is empty.
    package static func members(_ query: String) -> PythonDictionary {
        var members = PythonDictionary()
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count > 1 ? Array(halves[1]) : []
            members[PythonText(decoded(Array(halves[0])))] =
                .string(PythonText(decoded(value)))
        }
        return members
    }

    /// `urllib.parse.unquote_plus`: what is no percent-encoded byte stays, and broken UTF-8 is
    /// replaced.
    package static func decoded(_ text: [UInt8]) -> String { decoded(text, plusIsSpace: true) }

    /// `urllib.parse.unquote`: the same of a path, in which a plus sign is one.
    package static func decoded(path text: [UInt8]) -> String {
        decoded(text, plusIsSpace: false)
    }

    private static func decoded(_ text: [UInt8], plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if plusIsSpace, byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let decoded = self.byte(rest.prefix(2)) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        let values = digits.compactMap { digit in
            digit < 0x80 ? Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init) : nil
        }
        return values.count == 2 ? values[0] << 4 | values[1] : nil
    }
}
