internal import Encodings

/// The spellings that CPython's `json.dumps` is asked for.
public enum PythonJSONStyle: Sendable {
    /// `separators=(",", ":")`, in ASCII.
    case compact
    /// The default: `", "` and `": "`, in ASCII.
    case spaced
    /// Starlette's: `separators=(",", ":")`, `ensure_ascii=False`, `allow_nan=False`, in UTF-8.
    case response
}

/// `json.dumps`. Golden-bearing.
public enum PythonJSONWriter {
    /// - Parameter sortsKeys: whether keys stand in their order, or in that of the dictionary.
    /// **Throws:** ``PythonError/value(_:)`` for an integer of more digits than CPython prints. In
    /// the style of responses, also for a number that is not finite, and
    /// ``PythonError/unicode(_:)`` for a surrogate alone.
    public static func text(
        _ value: PythonValue, sortsKeys: Bool = true, style: PythonJSONStyle = .compact
    ) throws(PythonError) -> String {
        var writing = Writing(sortsKeys: sortsKeys, style: style)
        try writing.append(value)
        // The text is made before it is encoded: what stops the making is told first.
        guard !writing.hasSurrogate else { throw .unicode("surrogates not allowed") }
        return String(decoding: writing.bytes, as: UTF8.self)
    }

    private struct Writing {
        let sortsKeys: Bool
        let style: PythonJSONStyle
        var bytes: [UInt8] = []
        var hasSurrogate = false

        init(sortsKeys: Bool, style: PythonJSONStyle) {
            self.sortsKeys = sortsKeys
            self.style = style
        }

        private var comma: String { style == .spaced ? ", " : "," }
        private var colon: String { style == .spaced ? ": " : ":" }

        private mutating func append(_ text: String) { bytes += text.utf8 }

        mutating func append(_ value: PythonValue) throws(PythonError) {
            switch value {
            case .none: append("null")
            case .boolean(let value): append(value ? "true" : "false")
            case .integer(let value): append(try value.pythonText())
            case .float(let value): try append(value)
            case .string(let value): append(value)
            case .list(let elements):
                append("[")
                for (index, element) in elements.enumerated() {
                    if index > 0 { append(comma) }
                    try append(element)
                }
                append("]")
            case .dictionary(let dictionary):
                append("{")
                let members =
                    sortsKeys
                    ? dictionary.members.sorted { $0.key < $1.key } : dictionary.members
                for (index, member) in members.enumerated() {
                    if index > 0 { append(comma) }
                    append(member.key)
                    append(colon)
                    try append(member.value)
                }
                append("}")
            }
        }

        private mutating func append(_ value: PythonFloat) throws(PythonError) {
            guard style != .response || value.isFinite else {
                throw .value("Out of range float values are not JSON compliant")
            }
            switch value.text {
            case "nan": append("NaN")
            case "inf": append("Infinity")
            case "-inf": append("-Infinity")
            case let digits: append(digits)
            }
        }

        /// Whether a code point stands for itself in every style.
        private static func isPlain(_ point: UInt32) -> Bool {
            (0x20...0x7E).contains(point) && point != 0x22 && point != 0x5C
        }

        private mutating func append(_ value: PythonText) {
            let points = value.codePoints
            if style != .response, !points.allSatisfy(Self.isPlain) {
                append(JSONValue.quoted(utf16: value.utf16))
                return
            }
            bytes.reserveCapacity(bytes.count + points.count + 2)
            bytes.append(UInt8(ascii: "\""))
            for point in points {
                if Self.isPlain(point) {
                    bytes.append(UInt8(truncatingIfNeeded: point))
                } else if point < 0x7F {
                    // Characters of ASCII but DEL are escaped, or not, as in any JSON.
                    bytes += JSONValue.quoted(utf16: [UInt16(point)]).utf8.dropFirst().dropLast()
                } else if let scalar = Unicode.Scalar(point) {
                    bytes += String(scalar).utf8
                } else {
                    hasSurrogate = true
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
