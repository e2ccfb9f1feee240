public import BigInt

extension PythonText {
    /// `int(text)`: white space around, a sign, single underscores between digits, and decimal
    /// digits of any script.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for anything else, and beyond 4,300 digits.
    public func integer() throws(PythonError) -> BigInt {
        try integer(base: 10)
    }

    /// `int(text, 16)`: the same, with `0x` behind the sign, of any length.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for anything else.
    public func hexadecimalInteger() throws(PythonError) -> BigInt {
        try integer(base: 16)
    }

    private func integer(base: Int) throws(PythonError) -> BigInt {
        let refusal = PythonError.value("invalid literal for int() with base \(base)")
        var rest = try trimmedASCII(refusal)
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let prefix = rest.prefix(2).map { $0 | 0x20 }
        if base == 16, prefix == Array("0x".utf8), rest.first == UInt8(ascii: "0") {
            rest.removeFirst(2)
            if rest.first == UInt8(ascii: "_") { rest.removeFirst() }
        }
        // An underscore stands between two digits.
        let parts = rest.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        var digits = ""
        for part in parts {
            guard !part.isEmpty,
                part.allSatisfy({
                    $0 < 0x80
                        && (Character(Unicode.Scalar($0)).hexDigitValue.map { $0 < base } ?? false)
                })
            else { throw refusal }
            digits += String(decoding: part, as: UTF8.self)
        }
        guard base == 16 || digits.utf8.count <= PythonJSONParser.digitCountMax else {
            throw .value("Exceeds the limit (4300 digits) for integer string conversion")
        }
        guard let magnitude = BigInt(digits, radix: base) else { throw refusal }
        return isNegative ? -magnitude : magnitude
    }

    /// The text in ASCII, with digits and spaces of other scripts as those of ASCII, without white
    /// space around it.
    func trimmedASCII(_ refusal: PythonError) throws(PythonError) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8?) -> Bool {
            byte.map { $0 == 32 || (9...13).contains($0) } ?? false
        }
        var rest = try asciiDigits(refusal)[...]
        while isSpace(rest.first) { rest.removeFirst() }
        while isSpace(rest.last) { rest.removeLast() }
        return rest
    }

    /// The text with digits and spaces of other scripts as those of ASCII.
    private func asciiDigits(_ refusal: PythonError) throws(PythonError) -> [UInt8] {
        var bytes: [UInt8] = []
        for point in codePoints {
            if point < 127 {
                bytes.append(UInt8(point))
            } else if Self.spaces.contains(point) {
                bytes.append(32)
            } else if let digit = Self.decimalDigit(point) {
                bytes.append(UInt8(ascii: "0") + digit)
            } else {
                throw refusal
            }
        }
        return bytes
    }

    /// The value of a decimal digit of any script.
    private static func decimalDigit(_ point: UInt32) -> UInt8? {
        guard let zero = decimalZeros.last(where: { $0 <= point }), point < zero + 10 else {
            return nil
        }
        return UInt8(point - zero)
    }

    /// Whether a character is a decimal digit, of any script: `\d` of regular expressions.
    public static func isDecimalDigit(_ point: UInt32) -> Bool { decimalDigit(point) != nil }

    /// Whether `str.isspace()` holds of a character: the separators of ASCII, too.
    private static func isSpace(_ point: UInt32) -> Bool {
        point == 32 || (9...13).contains(point) || (28...31).contains(point)
            || spaces.contains(point)
    }

    /// `text.strip()`.
    public func stripped() -> PythonText {
        let rest = codePoints.drop(while: Self.isSpace)
        let end = rest.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
        return PythonText(codePoints: Array(rest[..<end]))
    }

    /// `text.lower()`, but for a final sigma and for letters newer than Unicode 14.0.
    public func lowercased() -> PythonText {
        PythonText(
            codePoints: codePoints.flatMap { point -> [UInt32] in
                guard let scalar = Unicode.Scalar(point) else { return [point] }
                return scalar.properties.lowercaseMapping.unicodeScalars.map(\.value)
            })
    }

    /// `text.split()`.
    public func words() -> [PythonText] {
        codePoints.split(whereSeparator: Self.isSpace).map { PythonText(codePoints: Array($0)) }
    }

    /// `bytes.fromhex(text)`: two digits a byte, white space of ASCII between bytes.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for anything else.
    public func bytesFromHexadecimal() throws(PythonError) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = codePoints[...]
        while let first = rest.first {
            if first == 32 || (9...13).contains(first) {
                rest.removeFirst()
                continue
            }
            guard let high = Self.hexadecimalDigit(first),
                let low = rest.dropFirst().first.flatMap(Self.hexadecimalDigit)
            else { throw .value("non-hexadecimal number found in fromhex() arg") }
            bytes.append(high << 4 | low)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private static func hexadecimalDigit(_ point: UInt32) -> UInt8? {
        guard point < 0x80, let scalar = Unicode.Scalar(point),
            let digit = Character(scalar).hexDigitValue
        else { return nil }
        return UInt8(digit)
    }

    /// White space beyond ASCII. **Source:** Unicode 14.0, as CPython 3.11 has it.
    static let spaces: [UInt32] =
        [0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
        + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]

    /// The zeros of all scripts, each followed by its other nine digits. **Source:** Unicode 14.0,
    /// general category Nd, as CPython 3.11 has it.
    private static let decimalZeros: [UInt32] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
        0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
        0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50,
        0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
        0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60,
        0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950,
        0x1FBF0,
    ]
}

extension BigInt {
    /// `str(integer)`. **Throws:** ``PythonError/value(_:)`` beyond 4,300 digits.
    public func pythonText() throws(PythonError) -> String {
        // So many digits take at least so many bits: nothing longer is spelt out to be counted.
        let bitCountMax = 14_288
        let text = magnitude.bitWidth <= bitCountMax ? String(self) : ""
        guard !text.isEmpty, text.utf8.count - (self < 0 ? 1 : 0) <= PythonJSONParser.digitCountMax
        else { throw .value("Exceeds the limit (4300 digits) for integer string conversion") }
        return text
    }
}
