public import BigInt

extension PythonValue {
    /// `int(value)`: floats lose their fraction.
    ///
    /// **Throws:** ``PythonError``: a type for null, lists and dictionaries, a value for NaN and
    /// for texts that spell no integer, an overflow for infinities.
    public func convertedToInteger() throws(PythonError) -> BigInt {
        switch self {
        case .boolean(let value): return value ? 1 : 0
        case .integer(let value): return value
        case .float(let float): return try float.truncated()
        case .string(let text): return try text.integer()
        case .none, .list, .dictionary:
            throw .type(
                "int() argument must be a string, a bytes-like object or a real number, "
                    + "not '\(typeName)'")
        }
    }

    /// `float(value)`, rounded half to even.
    ///
    /// **Throws:** ``PythonError``: a type for null, lists and dictionaries, a value for texts that
    /// spell no number, an overflow for integers that no float comes near.
    public func convertedToFloat() throws(PythonError) -> PythonFloat {
        switch self {
        case .float(let float): return float
        case .boolean, .integer: return PythonFloat(try requiredNumber().converted())
        case .string(let text): return try text.float()
        case .none, .list, .dictionary:
            throw .type("float() argument must be a string or a real number, not '\(typeName)'")
        }
    }
}

extension PythonText {
    /// `float(text)`. **Throws:** ``PythonError/value(_:)`` where the text spells no number.
    public func float() throws(PythonError) -> PythonFloat {
        let refusal = PythonError.value("could not convert string to float")
        let text = try trimmedASCII(refusal)
        // An underscore stands between two digits.
        func isDigit(_ place: Int) -> Bool {
            text.indices.contains(place)
                && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place])
        }
        let underscore = UInt8(ascii: "_")
        guard
            text.indices.allSatisfy({
                text[$0] != underscore || isDigit($0 - 1) && isDigit($0 + 1)
            }),
            let float = PythonFloat(decimal: text.filter { $0 != underscore })
        else { throw refusal }
        return float
    }
}

extension PythonFloat {
    /// `int(float)`, towards zero.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for NaN, ``PythonError/overflow(_:)`` for infinities.
    public func truncated() throws(PythonError) -> BigInt {
        if value.isNaN { throw .value("cannot convert float NaN to integer") }
        guard let integer = BigInt(exactly: value.rounded(.towardZero)) else {
            throw .overflow("cannot convert float infinity to integer")
        }
        return integer
    }

    /// Whether the value is finite and without a fraction.
    public var isWhole: Bool { value.isFinite && value.rounded(.towardZero) == value }

    public var isFinite: Bool { value.isFinite }
}
