extension JSONValue {
    /// The value as ASCII text without any space; characters outside U+0020…U+007E escaped as
    /// Python's `json.dumps` does (protocol v4, section 8). Members keep their order.
    public var compactText: String {
        var text = ""
        write(to: &text, indentation: nil)
        return text
    }

    /// The same value for people: one member or element a line, two spaces a level, arrays of plain
    /// values on one line.
    public var prettyText: String {
        var text = ""
        write(to: &text, indentation: 0)
        return text
    }

    private func write(to text: inout String, indentation: Int?) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let number): text += number.text
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            let inner = elements.contains(where: \.isContainerOfContainers) ? indentation : nil
            Self.writeList(
                "[", elements, "]", spaced: indentation != nil, indentation: inner, to: &text
            ) { element, text, indentation in
                element.write(to: &text, indentation: indentation)
            }
        case .object(let members):
            Self.writeList(
                "{", members, "}", spaced: indentation != nil, indentation: indentation, to: &text
            ) { member, text, indentation in
                Self.write(member.key, to: &text)
                text += indentation == nil ? ":" : ": "
                member.value.write(to: &text, indentation: indentation)
            }
        }
    }

    /// Objects and arrays get lines of their own; plain values share one.
    private var isContainerOfContainers: Bool {
        switch self {
        case .object: true
        case .array(let elements): elements.contains(where: \.isContainer)
        default: false
        }
    }

    private var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    private static func writeList<Element>(
        _ opening: String, _ elements: [Element], _ closing: String, spaced: Bool,
        indentation: Int?, to text: inout String,
        _ writeElement: (Element, inout String, Int?) -> Void
    ) {
        text += opening
        let inner = indentation.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { text += spaced && inner == nil ? ", " : "," }
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            writeElement(element, &text, inner)
        }
        if let indentation, !elements.isEmpty {
            text += "\n" + String(repeating: "  ", count: indentation)
        }
        text += closing
    }

    private static func write(_ string: String, to text: inout String) {
        text += quoted(utf16: Array(string.utf16))
    }

    /// UTF-16 units as a text in JSON, in ASCII; surrogates may stand alone.
    public static func quoted(utf16 units: [UInt16]) -> String {
        let quote = UInt8(ascii: "\"")
        var text = [quote]
        text.reserveCapacity(units.count + 2)
        for unit in units {
            switch unit {
            case 0x22: text += "\\\"".utf8
            case 0x5C: text += "\\\\".utf8
            case 0x08: text += "\\b".utf8
            case 0x0C: text += "\\f".utf8
            case 0x0A: text += "\\n".utf8
            case 0x0D: text += "\\r".utf8
            case 0x09: text += "\\t".utf8
            case 0x20...0x7E: text.append(UInt8(unit))
            default:
                let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                text += "\\u\(Hexadecimal.text(of: bytes))".utf8
            }
        }
        return String(decoding: text + [quote], as: UTF8.self)
    }
}
