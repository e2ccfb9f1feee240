package import PythonValues

/// A member that should hold an object of a published class: the object, or whatever came off the
/// wire in its place. The published handlers do not rebuild nested objects.
package enum ClassMember<Object: Sendable>: Sendable {
    case value(PythonValue)
    case object(Object)

    /// The object. **Throws:** ``PythonError/attribute(_:)`` where the member is a plain value.
    package func object(for attribute: String) throws(PythonError) -> Object {
        switch self {
        case .object(let object): return object
        case .value(let value): throw value.lacks(attribute)
        }
    }
}

extension PythonValue {
    /// The exception of `value.attribute`.
    package func lacks(_ attribute: String) -> PythonError {
        .attribute("'\(typeName)' object has no attribute '\(attribute)'")
    }
}
