package import Encodings

/// An object of a scenario's file whose members are taken one by one; one that nobody takes is an
/// error, and so is one of another kind than asked for.
///
/// No number of a scenario has a fraction: ratios are texts.
package struct StrictObject {
    package let file: String
    package let place: String
    private var left: [JSONMember]

    package init(_ value: JSONValue, file: String, place: String) throws(ScenarioError) {
        guard let members = value.objectValue else {
            throw ScenarioError(file: file, place: place, expected: "an object", got: value.kind)
        }
        self.file = file
        self.place = place
        left = members
    }

    private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    private func error(_ key: String, _ expected: String, _ got: String) -> ScenarioError {
        ScenarioError(file: file, place: path(key), expected: expected, got: got)
    }

    private mutating func takeIfThere(_ key: String) -> JSONValue? {
        guard let index = left.firstIndex(where: { $0.key == key }) else { return nil }
        return left.remove(at: index).value
    }

    package mutating func optionalText(_ key: String) throws(ScenarioError) -> String? {
        guard let value = takeIfThere(key) else { return nil }
        guard let text = value.stringValue else { throw error(key, "a text", value.kind) }
        return text
    }

    package mutating func text(_ key: String) throws(ScenarioError) -> String {
        guard let text = try optionalText(key) else { throw error(key, "a text", "nothing") }
        return text
    }

    /// A choice among a type's texts.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(ScenarioError) -> Choice where Choice.RawValue == String {
        let text = try text(key)
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(key, "one of \(choices)", JSONValue.string(text).kind)
        }
        return choice
    }

    package mutating func optionalChoice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(ScenarioError) -> Choice? where Choice.RawValue == String {
        guard left.contains(where: { $0.key == key }) else { return nil }
        return try choice(key, type)
    }

    package mutating func optionalInteger(
        _ key: String, in range: ClosedRange<Int>
    ) throws(ScenarioError) -> Int? {
        guard let value = takeIfThere(key) else { return nil }
        guard let integer = value.integerValue, range.contains(integer) else {
            throw error(
                key, "an integer from \(range.lowerBound) to \(range.upperBound)", value.kind)
        }
        return integer
    }

    package mutating func integer(
        _ key: String, in range: ClosedRange<Int>
    ) throws(ScenarioError) -> Int {
        guard let integer = try optionalInteger(key, in: range) else {
            throw error(key, "an integer", "nothing")
        }
        return integer
    }

    /// An array of integers.
    package mutating func integers(
        _ key: String, in range: ClosedRange<Int>
    ) throws(ScenarioError) -> [Int] {
        guard let value = takeIfThere(key) else { throw error(key, "an array", "nothing") }
        guard let elements = value.arrayValue else { throw error(key, "an array", value.kind) }
        var integers: [Int] = []
        for (index, element) in elements.enumerated() {
            guard let integer = element.integerValue, range.contains(integer) else {
                throw error(
                    "\(key)[\(index)]",
                    "an integer from \(range.lowerBound) to \(range.upperBound)", element.kind)
            }
            integers.append(integer)
        }
        return integers
    }

    /// An array of texts; empty where the key is missing.
    package mutating func texts(_ key: String) throws(ScenarioError) -> [String] {
        guard let value = takeIfThere(key) else { return [] }
        guard let elements = value.arrayValue else { throw error(key, "an array", value.kind) }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.stringValue else {
                throw error("\(key)[\(index)]", "a text", element.kind)
            }
            texts.append(text)
        }
        return texts
    }

    /// An array of texts; nil where the key is missing.
    package mutating func optionalTexts(_ key: String) throws(ScenarioError) -> [String]? {
        guard left.contains(where: { $0.key == key }) else { return nil }
        return try texts(key)
    }

    /// A text for each of some keys, in their order; empty where the key is missing.
    package mutating func pairs(_ key: String) throws(ScenarioError) -> [(String, String)] {
        guard let value = takeIfThere(key) else { return [] }
        guard let members = value.objectValue else { throw error(key, "an object", value.kind) }
        var pairs: [(String, String)] = []
        for member in members {
            guard let text = member.value.stringValue else {
                throw error("\(key).\(member.key)", "a text", member.value.kind)
            }
            pairs.append((member.key, text))
        }
        return pairs
    }

    package mutating func optionalObject(
        _ key: String
    ) throws(ScenarioError) -> StrictObject? {
        guard let value = takeIfThere(key) else { return nil }
        return try StrictObject(value, file: file, place: path(key))
    }

    package mutating func object(_ key: String) throws(ScenarioError) -> StrictObject {
        guard let object = try optionalObject(key) else {
            throw error(key, "an object", "nothing")
        }
        return object
    }

    package mutating func objects(_ key: String) throws(ScenarioError) -> [StrictObject] {
        guard let value = takeIfThere(key) else { return [] }
        guard let elements = value.arrayValue else { throw error(key, "an array", value.kind) }
        var objects: [StrictObject] = []
        for (index, element) in elements.enumerated() {
            objects.append(try StrictObject(element, file: file, place: path("\(key)[\(index)]")))
        }
        return objects
    }

    /// **Throws:** ``ScenarioError`` at a member that was not taken.
    package func finish() throws(ScenarioError) {
        guard let member = left.first else { return }
        throw error(member.key, "no such member", member.value.kind)
    }

    package func wrong(_ key: String, _ expected: String, _ got: String) -> ScenarioError {
        error(key, expected, got)
    }
}
