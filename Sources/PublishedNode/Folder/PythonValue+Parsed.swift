package import PythonValues

extension PythonValue {
    /// `value == other` of two values that one process of CPython read from JSON.
    ///
    /// Containers take an object as equal to itself, and the reader has a single object for every
    /// `NaN`: within lists and dictionaries NaN equals NaN, alone it equals nothing.
    package func equals(parsed other: PythonValue) -> Bool {
        switch (self, other) {
        case (.list(let left), .list(let right)):
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.isElement(equalTo: $1) }
        case (.dictionary(let left), .dictionary(let right)):
            return left.count == right.count
                && left.members.allSatisfy { member in
                    right[member.key].map { member.value.isElement(equalTo: $0) } ?? false
                }
        default: return equals(other)
        }
    }

    private func isElement(equalTo other: PythonValue) -> Bool {
        if case (.float(let left), .float(let right)) = (self, other), left.isNaN, right.isNaN {
            return true
        }
        return equals(parsed: other)
    }
}
