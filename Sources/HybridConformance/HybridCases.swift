internal import Conformance
internal import Encodings
internal import PythonValues

/// Cases of files: each is compared whole, as JSON with sorted keys.
enum HybridCases {
    typealias Members = [(String, PythonValue)]

    /// The outcome of a case, of which all members but the named inputs must be those found.
    static func outcome(
        _ index: String, _ vector: VectorValue, inputs: [String], got: Members
    ) throws -> VectorOutcome {
        guard case .dictionary(let members) = vector.value else {
            throw VectorFormError(
                place: vector.place, expected: "an object", got: vector.value.typeName)
        }
        let expected = members.members.filter { member in
            !inputs.contains { member.key.equals($0) }
        }
        return VectorOutcome(
            index: index, expected: try text(object(expected.map { ($0.key.shown, $0.value) })),
            got: try text(object(got)))
    }

    static func object(_ members: Members) -> PythonValue {
        var dictionary = PythonDictionary()
        for (name, value) in members { dictionary[name] = value }
        return .dictionary(dictionary)
    }

    static func text(_ value: PythonValue) throws(PythonError) -> String {
        try PythonJSONWriter.text(value)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> PythonValue {
        .text(Hexadecimal.text(of: bytes))
    }
}

extension VectorValue {
    /// The bytes that a text of the file spells in hexadecimal.
    func hexadecimal() throws -> [UInt8] {
        let text = try string()
        guard let bytes = Hexadecimal.bytes(of: text) else {
            throw VectorFormError(place: place, expected: "hexadecimal", got: text)
        }
        return bytes
    }

    /// A number of 64 bits that the file spells in decimal.
    func decimal() throws -> UInt64 {
        let text = try string()
        guard let number = UInt64(text) else {
            throw VectorFormError(place: place, expected: "a decimal number", got: text)
        }
        return number
    }

    /// An integer of 64 bits, not negative.
    func natural() throws -> UInt64 {
        guard let number = UInt64(exactly: try integer()) else {
            throw VectorFormError(place: place, expected: "a natural number", got: "another")
        }
        return number
    }

    /// The value, or nil for null.
    var unlessNull: VectorValue? { isNull ? nil : self }

    /// The choice that a text of the file names.
    func choice<Choice: RawRepresentable<String>>(_ type: Choice.Type) throws -> Choice {
        let text = try string()
        guard let choice = Choice(rawValue: text) else {
            throw VectorFormError(place: place, expected: "one of \(type)", got: text)
        }
        return choice
    }

    /// So many elements.
    func elements(count: Int) throws -> [VectorValue] {
        let elements = try elements()
        guard elements.count == count else {
            throw VectorFormError(
                place: place, expected: "\(count) elements", got: "\(elements.count)")
        }
        return elements
    }
}

extension PythonDictionary {
    /// Whether the first element of a list has all these members.
    func firstElement(of list: String, has names: [String]) -> Bool {
        guard case .list(let elements)? = self[list],
            case .dictionary(let first)? = elements.first
        else { return false }
        return names.allSatisfy { first[$0] != nil }
    }
}
