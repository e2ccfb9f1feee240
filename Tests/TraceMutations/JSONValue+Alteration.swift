import Encodings
import TestSupport

extension JSONValue {
    /// Alters one value somewhere below this one, or this one.
    mutating func alter(using generator: inout SeededGenerator) {
        let descends = Int.random(in: 0..<8, using: &generator) > 0
        switch self {
        case .object(var members):
            if descends, let index = members.indices.randomElement(using: &generator) {
                members[index].value.alter(using: &generator)
            } else {
                Self.alterMembers(&members, using: &generator)
            }
            self = .object(members)
        case .array(var elements):
            if descends, let index = elements.indices.randomElement(using: &generator) {
                elements[index].alter(using: &generator)
            } else {
                Self.alterElements(&elements, using: &generator)
            }
            self = .array(elements)
        case .number(let number): self = Self.altered(number, using: &generator)
        case .string(let text): self = Self.altered(text, using: &generator)
        case .boolean, .null: self = .integer(0)
        }
    }

    private static func alterMembers(
        _ members: inout [JSONMember], using generator: inout SeededGenerator
    ) {
        guard let index = members.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: members.remove(at: index)
        case 1: members.append(JSONMember("another", .null))
        case 2: members[index].key += "s"
        default: members.swapAt(index, (index + 1) % members.count)
        }
    }

    private static func alterElements(
        _ elements: inout [JSONValue], using generator: inout SeededGenerator
    ) {
        guard let index = elements.indices.randomElement(using: &generator) else {
            elements.append(.integer(0))
            return
        }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: elements.remove(at: index)
        case 1: elements.append(elements[index])
        case 2: elements.swapAt(index, (index + 1) % elements.count)
        default: elements[index] = .array([elements[index]])
        }
    }

    private static func altered(
        _ number: JSONNumber, using generator: inout SeededGenerator
    ) -> JSONValue {
        let value = number.integer ?? 0
        let values = [value + 1, value - 1, 0, -1, 1 << 31, Int(Int32.max), .max, .min]
        return switch Int.random(in: 0..<10, using: &generator) {
        case 0: .string("tokens")
        case 1: .null
        default: .integer(values.randomElement(using: &generator) ?? 0)
        }
    }

    private static func altered(
        _ text: String, using generator: inout SeededGenerator
    ) -> JSONValue {
        let texts = [
            "", text + "a", text + text, text.uppercased(), String(text.dropLast()), text + "\u{0}",
            text + "\u{301}", "\u{212A}", "values=" + text, "weights=" + text, "h.0.attn.probs",
            "proof", "operations", "layers", "values=embed", "int64", "int32",
            String(repeating: "x", count: 300), String(text.reversed()),
        ]
        return .string(texts.randomElement(using: &generator) ?? "")
    }
}
