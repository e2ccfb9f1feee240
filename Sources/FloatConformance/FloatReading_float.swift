internal import Conformance
internal import Encodings
internal import Fingerprints
internal import PythonValues

extension VectorValue {
    /// float32 numbers, eight big-endian hex digits each.
    func floats() throws -> [Float] {
        try numbers(digits: 8).map { Float(bitPattern: UInt32($0)) }
    }

    /// float64 numbers, sixteen big-endian hex digits each.
    func doubles() throws -> [Double] { try numbers(digits: 16).map(Double.init(bitPattern:)) }

    private func numbers(digits: Int) throws -> [UInt64] {
        let text = Array(try string().utf8)
        guard text.count.isMultiple(of: digits) else {
            throw VectorFormError(
                place: place, expected: "\(digits) hex digits a number", got: "\(text.count)")
        }
        var numbers: [UInt64] = []
        numbers.reserveCapacity(text.count / digits)
        for start in stride(from: 0, to: text.count, by: digits) {
            var number: UInt64 = 0
            for byte in text[start..<start + digits] {
                guard let digit = Self.digit(byte) else {
                    throw VectorFormError(
                        place: place, expected: "lower-case hex digits", got: "another letter")
                }
                number = number << 4 | digit
            }
            numbers.append(number)
        }
        return numbers
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        default: nil
        }
    }

    /// Integers of 64 bits.
    func ints() throws -> [Int64] { try elements().map { Int64(try $0.int()) } }

    /// Token ids.
    func tokenIDs() throws -> [Int32] {
        try elements().map { element in
            guard let id = try Int32(exactly: element.int()) else {
                throw VectorFormError(place: element.place, expected: "32 bits", got: "more")
            }
            return id
        }
    }

    /// Pairs of layer and head.
    func heads() throws -> [Head] {
        try elements().map { element in
            let pair = try element.ints()
            guard pair.count == 2 else {
                throw VectorFormError(
                    place: element.place, expected: "layer and head", got: "\(pair.count) numbers")
            }
            return Head(layer: Int(pair[0]), head: Int(pair[1]))
        }
    }

    /// A number, integer or not.
    func number() throws -> Double {
        switch value {
        case .float(let float): return float.value
        case .integer: return Double(try int())
        default:
            throw VectorFormError(place: place, expected: "a number", got: value.typeName)
        }
    }

    /// A size between bounds that keep a file from asking for too much.
    func size(_ range: ClosedRange<Int>) throws -> Int {
        let size = try int()
        guard range.contains(size) else {
            throw VectorFormError(
                place: place, expected: "\(range.lowerBound) to \(range.upperBound)", got: "\(size)"
            )
        }
        return size
    }

    /// A list of exactly so many values.
    func elements(count: Int) throws -> [VectorValue] {
        let elements = try elements()
        guard elements.count == count else {
            throw VectorFormError(
                place: place, expected: "\(count) values", got: "\(elements.count)")
        }
        return elements
    }
}

extension PythonDictionary {
    /// The first of the file's cases, by which judges recognise a form.
    var firstCase: PythonDictionary? {
        guard case .list(let cases)? = self["cases"], case .dictionary(let first)? = cases.first
        else { return nil }
        return first
    }
}

extension Head {
    var shown: String { "[\(layer),\(head)]" }
}

/// Texts of results, alike for the file's and for the laboratory's.
enum FloatText {
    static func heads(_ heads: [Head]) -> String {
        "[" + heads.map(\.shown).joined(separator: ",") + "]"
    }

    /// A quantised row, its last value and its glyphs.
    static func row(_ row: [Int64]) -> String {
        "\(row) \(cascade(GlyphCascade(quantizedRow: row)))"
    }

    static func cascade(_ cascade: GlyphCascade) -> String {
        let glyphs = cascade.glyphs.map { "[\($0.level), \($0.value)]" }.joined(separator: ", ")
        return "[\(cascade.base), [\(glyphs)]]"
    }

    /// The same of the file's numbers.
    static func row(_ row: [Int64], base: VectorValue, glyphs: VectorValue) throws -> String {
        "\(row) \(try cascade(base: base, glyphs: glyphs))"
    }

    static func cascade(base: VectorValue, glyphs: VectorValue) throws -> String {
        let glyphs = try glyphs.elements().map { glyph in
            let pair = try glyph.elements(count: 2)
            return "[\(try pair[0].int()), \(try pair[1].int())]"
        }
        return "[\(try base.int()), [\(glyphs.joined(separator: ", "))]]"
    }

    static func bits(_ value: Float) -> String { hex(UInt64(value.bitPattern), 8) }
    static func bits(_ value: Double) -> String { hex(value.bitPattern, 16) }

    private static func hex(_ bits: UInt64, _ count: Int) -> String {
        let text = String(bits, radix: 16)
        return String(repeating: "0", count: count - text.utf8.count) + text
    }
}
