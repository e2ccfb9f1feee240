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
        return writing.text
    }

    private struct Writing {
        let sortsKeys: Bool
        let style: PythonJSONStyle
        var text = ""
        var hasSurrogate = false

        init(sortsKeys: Bool, style: PythonJSONStyle) {
            self.sortsKeys = sortsKeys
            self.style = style
        }

        private var comma: String { style == .spaced ? ", " : "," }
        private var colon: String { style == .spaced ? ": " : ":" }

        mutating func append(_ value: PythonValue) throws(PythonError) {
            switch value {
            case .none: text += "null"
            case .boolean(let value): text += value ? "true" : "false"
            case .integer(let value): text += try value.pythonText()
            case .float(let value): try append(value)
            case .string(let value): append(value)
            case .list(let elements):
                text += "["
                for (index, element) in elements.enumerated() {
                    if index > 0 { text += comma }
                    try append(element)
                }
                text += "]"
            case .dictionary(let dictionary):
                text += "{"
                let members =
                    sortsKeys
                    ? dictionary.members.sorted { $0.key < $1.key } : dictionary.members
                for (index, member) in members.enumerated() {
                    if index > 0 { text += comma }
                    append(member.key)
                    text += colon
                    try append(member.value)
                }
                text += "}"
            }
        }

        private mutating func append(_ value: PythonFloat) throws(PythonError) {
            guard style != .response || value.isFinite else {
                throw .value("Out of range float values are not JSON compliant")
            }
            switch value.text {
            case "nan": text += "NaN"
            case "inf": text += "Infinity"
            case "-inf": text += "-Infinity"
            case let digits: text += digits
            }
        }

        private mutating func append(_ value: PythonText) {
            guard style == .response else {
                text += JSONValue.quoted(utf16: value.utf16)
                return
            }
            text += "\""
            for point in value.codePoints {
                // Characters of ASCII but DEL are escaped, or not, as in any JSON.
                if point < 0x7F {
                    text += JSONValue.quoted(utf16: [UInt16(point)]).dropFirst().dropLast()
                } else if let scalar = Unicode.Scalar(point) {
                    text.unicodeScalars.append(scalar)
                } else {
                    hasSurrogate = true
                }
            }
            text += "\""
        }
    }
}
