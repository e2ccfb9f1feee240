internal import PythonValues

/// `json.dumps(value, indent=2)`: keys in their order, in ASCII.
enum IndentedJSON {
    /// **Throws:** ``PythonError/value(_:)`` for an integer of more digits than CPython prints.
    static func text(_ value: PythonValue) throws(PythonError) -> String {
        var text = ""
        try append(value, depth: 0, to: &text)
        return text
    }

    private static func append(
        _ value: PythonValue, depth: Int, to text: inout String
    ) throws(PythonError) {
        switch value {
        case .list(let elements) where !elements.isEmpty:
            text += "["
            for (place, element) in elements.enumerated() {
                text += (place > 0 ? "," : "") + lineBreak(depth + 1)
                try append(element, depth: depth + 1, to: &text)
            }
            text += lineBreak(depth) + "]"
        case .dictionary(let dictionary) where dictionary.count > 0:
            text += "{"
            for (place, member) in dictionary.members.enumerated() {
                text += (place > 0 ? "," : "") + lineBreak(depth + 1)
                text += try PythonJSONWriter.text(.string(member.key), style: .spaced) + ": "
                try append(member.value, depth: depth + 1, to: &text)
            }
            text += lineBreak(depth) + "}"
        default:
            text += try PythonJSONWriter.text(value, style: .spaced)
        }
    }

    private static func lineBreak(_ depth: Int) -> String {
        "\n" + String(repeating: "  ", count: depth)
    }
}
