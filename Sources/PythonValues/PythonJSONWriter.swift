/// `json.dumps(value, sort_keys=True, separators=(",", ":"))`. Golden-bearing.
public enum PythonJSONWriter {
    /// **Throws:** ``PythonError/value(_:)`` for an integer of more digits than CPython prints.
    public static func text(_ value: PythonValue) throws(PythonError) -> String {
        var text = ""
        try append(value, to: &text)
        return text
    }

    private static func append(_ value: PythonValue, to text: inout String) throws(PythonError) {
        switch value {
        case .none: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += try value.pythonText()
        case .float(let value):
            switch value.text {
            case "nan": text += "NaN"
            case "inf": text += "Infinity"
            case "-inf": text += "-Infinity"
            case let digits: text += digits
            }
        case .string(let value): append(value, to: &text)
        case .list(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                try append(element, to: &text)
            }
            text += "]"
        case .dictionary(let dictionary):
            text += "{"
            for (index, member) in dictionary.members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                append(member.key, to: &text)
                text += ":"
                try append(member.value, to: &text)
            }
            text += "}"
        }
    }

    /// In ASCII: everything outside U+0020 to U+007E escaped, by UTF-16 units.
    private static func append(_ value: PythonText, to text: inout String) {
        text += "\""
        for point in value.codePoints {
            switch point {
            case 0x22: text += "\\\""
            case 0x5C: text += "\\\\"
            case 0x08: text += "\\b"
            case 0x0C: text += "\\f"
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(UInt8(point)))
            case 0x10000...:
                text += escaped(0xD800 + (point - 0x10000) >> 10)
                text += escaped(0xDC00 + (point - 0x10000) & 0x3FF)
            default: text += escaped(point)
            }
        }
        text += "\""
    }

    private static func escaped(_ unit: UInt32) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
