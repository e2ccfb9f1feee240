internal import Conformance
internal import PublishedLearning
internal import PythonValues

extension VectorValue {
    /// A number that the file spells as CPython's `repr` does: `5` is an integer, `5.0` is none.
    func spelledNumber() throws -> PythonNumber {
        let text = try text()
        if !text.codePoints.isEmpty,
            text.codePoints.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D })
        {
            return .integer(try text.integer())
        }
        return .float(try text.float())
    }

    func spelledFloat() throws -> PythonFloat {
        try PythonValue.string(text()).convertedToFloat()
    }

    /// The value that a text of the file spells in JSON.
    func document() throws -> PythonValue {
        let bytes = Array(try string().utf8)
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw VectorFormError(place: place, expected: error.expected, got: "something else")
        }
    }

    /// The members that a text of the file spells in JSON.
    func documentMembers() throws -> PythonDictionary {
        guard case .dictionary(let members) = try document() else {
            throw VectorFormError(place: place, expected: "an object", got: "something else")
        }
        return members
    }

    /// A training proof that a text of the file spells in JSON.
    func trainingProof() throws -> TrainingProofView {
        try TrainingProofView(documentMembers())
    }
}

/// The text of some members of a case, whether the file has them or the laboratory found them.
struct MemberText {
    private(set) var members: [String] = []

    /// The members of the case, the first of `names` first; those that it lacks are left out.
    static func expected(_ vector: VectorValue, _ names: [String]) throws -> String {
        var text = MemberText()
        for name in names {
            if let value = try vector.optional(name) { try text.add(name, value.value) }
        }
        return text.joined
    }

    mutating func add(_ name: String, _ value: PythonValue) throws(PythonError) {
        members.append(try "\(name) \(PythonJSONWriter.text(value))")
    }

    var joined: String { members.joined(separator: ", ") }
}

extension PythonNumber {
    /// The number as results of the files spell it.
    func spelled() throws(PythonError) -> PythonValue {
        .string(try PythonValue.number(self).text())
    }
}

extension PythonFloat {
    var spelled: PythonValue { .text(text) }
}
