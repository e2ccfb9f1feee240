internal import PythonValues

extension PythonValue {
    /// `len(value)`. **Throws:** ``PythonError/type(_:)`` for a value without a length.
    func length() throws(PythonError) -> Int {
        switch self {
        case .list(let elements): return elements.count
        case .string(let text): return text.codePoints.count
        case .dictionary(let members): return members.count
        case .none, .boolean, .integer, .float:
            throw .type("object of type '\(typeName)' has no len()")
        }
    }

    /// `str(value[:count])`. **Throws:** ``PythonError/type(_:)`` for a value without slices.
    func prefixText(_ count: Int) throws(PythonError) -> String {
        switch self {
        case .list(let elements):
            return try PythonValue.list(Array(elements.prefix(count))).text().shown
        case .string(let text):
            return PythonText(codePoints: Array(text.codePoints.prefix(count))).shown
        case .dictionary: throw .type("unhashable type: 'slice'")
        case .none, .boolean, .integer, .float:
            throw .type("'\(typeName)' object is not subscriptable")
        }
    }
}
