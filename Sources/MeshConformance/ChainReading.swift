internal import BigInt
internal import Conformance
internal import PublishedMeshChain
internal import PythonValues

extension PythonDictionary {
    /// The first of the file's members of that name, where they are objects.
    func firstMember(of name: String) -> PythonDictionary? {
        guard case .list(let members)? = self[name], case .dictionary(let first)? = members.first
        else { return nil }
        return first
    }
}

extension VectorValue {
    private func number<Number: FixedWidthInteger>(_ integer: BigInt) throws -> Number {
        guard let number = Number(exactly: integer) else {
            throw VectorFormError(
                place: place, expected: "\(Number.bitWidth) bits", got: integer.description)
        }
        return number
    }

    func unsigned32() throws -> UInt32 { try number(integer()) }

    func unsigned64() throws -> UInt64 { try number(integer()) }

    /// An integer that the file spells as a text.
    func spelledInteger() throws -> BigInt {
        let text = try string()
        guard let integer = BigInt(text) else {
            throw VectorFormError(place: place, expected: "digits", got: text)
        }
        return integer
    }

    /// An amount of the chain, spelled as a text.
    func amount() throws -> UInt128 { try number(spelledInteger()) }

    /// The value, or nil where it is null.
    func unlessNull<Value>(_ read: (VectorValue) throws -> Value) rethrows -> Value? {
        isNull ? nil : try read(self)
    }

    /// Pairs of a node's number and its score as a text.
    func consensusScores() throws -> [ConsensusScore] {
        try elements().map { pair in
            let members = try pair.elements()
            guard members.count == 2 else {
                throw VectorFormError(place: pair.place, expected: "a pair", got: "another list")
            }
            return try ConsensusScore(
                node: members[0].integer(), score: members[1].spelledInteger())
        }
    }

    /// The text of this value in JSON with sorted keys.
    func sorted() throws -> String { try PythonJSONWriter.text(value) }
}

extension ConsensusScore {
    var value: PythonValue { .list([.integer(node), .text(score.description)]) }
}

extension PythonValue {
    static func members(_ members: KeyValuePairs<String, PythonValue>) -> PythonValue {
        var dictionary = PythonDictionary()
        for (key, value) in members { dictionary[key] = value }
        return .dictionary(dictionary)
    }

    static func integer(_ value: some FixedWidthInteger) -> PythonValue {
        .integer(BigInt(value))
    }
}
