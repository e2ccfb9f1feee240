package import PythonValues

/// A `dict` with keys of text and values of any type: in the order in which the keys first came.
package struct OrderedTable<Value: Sendable>: Sendable {
    package private(set) var entries: [(key: PythonText, value: Value)] = []
    private var places: [PythonText: Int] = [:]  // looked up, never iterated

    package init() {}

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    package func contains(_ key: PythonText) -> Bool { places[key] != nil }

    package subscript(key: PythonText) -> Value? { places[key].map { entries[$0].value } }

    /// `table[key] = value`.
    package mutating func set(_ value: Value, for key: PythonText) {
        if let place = places[key] {
            entries[place].value = value
        } else {
            places[key] = entries.count
            entries.append((key, value))
        }
    }

    /// The table as a dictionary of Python.
    package func dictionary(_ element: (Value) -> PythonValue) -> PythonValue {
        var members = PythonDictionary()
        for entry in entries { members[entry.key] = element(entry.value) }
        return .dictionary(members)
    }
}
