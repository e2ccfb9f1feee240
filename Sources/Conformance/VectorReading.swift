package import BigInt
package import PythonValues

/// A value of a vector file together with its place, for errors that say where.
package struct VectorValue: Sendable {
    package let value: PythonValue
    package let place: String

    package init(_ value: PythonValue, place: String) {
        self.value = value
        self.place = place
    }

    private func unexpected(_ expected: String) -> VectorFormError {
        VectorFormError(place: place, expected: expected, got: value.typeName)
    }

    /// A member. **Throws:** ``VectorFormError`` where there is none.
    package func member(_ key: String) throws(VectorFormError) -> VectorValue {
        guard let member = try optional(key) else {
            throw VectorFormError(place: place, expected: "the member \(key)", got: "none")
        }
        return member
    }

    /// A member that may be absent: null counts as present.
    package func optional(_ key: String) throws(VectorFormError) -> VectorValue? {
        guard case .dictionary(let members) = value else { throw unexpected("an object") }
        return members[key].map { VectorValue($0, place: "\(place).\(key)") }
    }

    package func elements() throws(VectorFormError) -> [VectorValue] {
        guard case .list(let elements) = value else { throw unexpected("an array") }
        return elements.enumerated().map { VectorValue($1, place: "\(place)[\($0)]") }
    }

    package func text() throws(VectorFormError) -> PythonText {
        guard case .string(let text) = value else { throw unexpected("a text") }
        return text
    }

    /// A text without surrogates that stand alone.
    package func string() throws(VectorFormError) -> String { try text().shown }

    package func integer() throws(VectorFormError) -> BigInt {
        guard case .integer(let integer) = value else { throw unexpected("an integer") }
        return integer
    }

    /// An integer of 64 bits.
    package func int() throws(VectorFormError) -> Int {
        guard let int = try Int(exactly: integer()) else { throw unexpected("64 bits") }
        return int
    }

    package func boolean() throws(VectorFormError) -> Bool {
        guard case .boolean(let boolean) = value else { throw unexpected("true or false") }
        return boolean
    }

    package var isNull: Bool {
        if case .none = value { return true }
        return false
    }
}

extension PythonDictionary {
    /// The whole document as a value with its place.
    package var vectorDocument: VectorValue { VectorValue(.dictionary(self), place: "document") }
}
