import Encodings

/// Documents that are almost a given one: each of its values replaced by what a stranger may put
/// there, each of its members left out, and its text cut.
public enum HostileDocuments {
    /// Values of every type, small and large, wide and deep.
    private static let replacements = [
        "null", "true", "-1", "0", "7", "9223372036854775808", "1e999", "NaN", "0.5", "\"\"",
        "\"a\"", "\"\\ud800\"", "\"../../etc/passwd\"", "[]", "{}", "[[]]", "{\"a\":1}",
        "1" + String(repeating: "0", count: 4_000),
        String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
    ]

    /// - Parameter text: JSON, of some hundred values at most.
    public static func texts(like text: String) throws -> [String] {
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 20)
        var whole = Edit()
        _ = whole.text(of: value)
        var texts: [String] = []
        for place in 0..<whole.valueCount {
            for replacement in replacements {
                var edit = Edit(replacedValue: place, replacement: replacement)
                texts.append(edit.text(of: value))
            }
        }
        for place in 0..<whole.memberCount {
            var edit = Edit(leftOutMember: place)
            texts.append(edit.text(of: value))
        }
        let bytes = Array(text.utf8)
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 100)) {
            texts.append(String(decoding: bytes[..<length], as: UTF8.self))
        }
        return texts
    }

    /// The document with the first two elements alone of each array that is longer than a tuple.
    public static func shortened(_ text: String) throws -> String {
        let tupleCountMax = 8

        func short(_ value: JSONValue) -> JSONValue {
            switch value {
            case .array(let elements):
                .array(
                    elements.prefix(elements.count > tupleCountMax ? 2 : tupleCountMax).map(short))
            case .object(let members):
                .object(members.map { JSONMember($0.key, short($0.value)) })
            default: value
            }
        }
        return try short(JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24)).compactText
    }

    /// One change of a document while its text is written. Values and members are counted in the
    /// text's order.
    private struct Edit {
        var replacedValue: Int?
        var replacement = ""
        var leftOutMember: Int?
        var valueCount = 0
        var memberCount = 0

        mutating func text(of value: JSONValue) -> String {
            let isReplaced = replacedValue == valueCount
            valueCount += 1
            if isReplaced { return replacement }
            switch value {
            case .object(let members):
                var parts: [String] = []
                for member in members {
                    let isLeftOut = leftOutMember == memberCount
                    memberCount += 1
                    let part = text(of: member.value)
                    if !isLeftOut {
                        parts.append(JSONValue.string(member.key).compactText + ":" + part)
                    }
                }
                return "{" + parts.joined(separator: ",") + "}"
            case .array(let elements):
                var parts: [String] = []
                for element in elements { parts.append(text(of: element)) }
                return "[" + parts.joined(separator: ",") + "]"
            default: return value.compactText
            }
        }
    }
}
