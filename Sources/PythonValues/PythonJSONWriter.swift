internal import Encodings

/// `json.dumps(value, sort_keys=True, separators=(",", ":"))`. Golden-bearing.
public enum PythonJSONWriter {
    /// - Parameter sortsKeys: whether keys stand in their order, or in that of the dictionary.
    /// **Throws:** ``PythonError/value(_:)`` for an integer of more digits than CPython prints.
    public static func text(
        _ value: PythonValue, sortsKeys: Bool = true
    ) throws(PythonError) -> String {
        var text = ""
        try append(value, sortsKeys, to: &text)
        return text
    }

    private static func append(
        _ value: PythonValue, _ sortsKeys: Bool, to text: inout String
    ) throws(PythonError) {
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
        case .string(let value): text += JSONValue.quoted(utf16: value.utf16)
        case .list(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                try append(element, sortsKeys, to: &text)
            }
            text += "]"
        case .dictionary(let dictionary):
            text += "{"
            let members =
                sortsKeys
                ? dictionary.members.sorted { $0.key < $1.key } : dictionary.members
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                text += JSONValue.quoted(utf16: member.key.utf16)
                text += ":"
                try append(member.value, sortsKeys, to: &text)
            }
            text += "}"
        }
    }
}
