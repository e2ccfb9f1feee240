package import PythonValues

/// The members with which an object of a published class is made: `Class(**object)`.
package struct ClassMembers {
    private let members: PythonDictionary

    /// - Parameters:
    ///   - value: the object.
    ///   - required: the names without which the class cannot be made.
    ///   - optional: the names that have a default.
    /// **Throws:** ``PythonError/type(_:)`` where the value is no object, or a member is missing or
    /// unknown.
    package init(
        _ value: PythonValue, required: [String], optional: [String] = []
    ) throws(PythonError) {
        guard case .dictionary(let members) = value else {
            throw .type("argument after ** must be a mapping, not \(value.typeName)")
        }
        let known = (required + optional).map { PythonText($0) }
        for (key, _) in members.members where !known.contains(key) {
            throw .type("got an unexpected keyword argument '\(key.shown)'")
        }
        for name in required where members[name] == nil {
            throw .type("missing 1 required positional argument: '\(name)'")
        }
        self.members = members
    }

    /// A required member. **Precondition:** it is one of those that were named as required.
    package subscript(name: String) -> PythonValue {
        guard let value = members[name] else { preconditionFailure("\(name) is not required") }
        return value
    }

    /// A member that has a default.
    package subscript(name: String, default value: PythonValue) -> PythonValue {
        members[name] ?? value
    }
}

extension PythonDictionary {
    /// The members in their order.
    package init(_ members: KeyValuePairs<String, PythonValue>) {
        self.init()
        for (key, value) in members { self[key] = value }
    }
}

extension PythonValue {
    /// An object with these members in their order.
    package static func object(_ members: KeyValuePairs<String, PythonValue>) -> PythonValue {
        .dictionary(PythonDictionary(members))
    }

    /// `len(value)`. **Throws:** ``PythonError/type(_:)`` where the value has no length.
    package func length() throws(PythonError) -> Int {
        switch self {
        case .string(let text): return text.codePoints.count
        case .list(let elements): return elements.count
        case .dictionary(let members): return members.count
        default: throw .type("object of type '\(typeName)' has no len()")
        }
    }
}
