package import Trials

/// A value for each set of rules.
package struct PerProfile<Value> {
    private let published: Value
    private let hardened: Value

    /// - Parameter value: asked for `published` first, as files have it.
    package init<Failure: Error>(_ value: (Profile) throws(Failure) -> Value) throws(Failure) {
        published = try value(.published)
        hardened = try value(.hardened)
    }

    package subscript(profile: Profile) -> Value {
        switch profile {
        case .published: published
        case .hardened: hardened
        }
    }

    package var both: [Value] { [published, hardened] }
}

extension PerProfile: Sendable where Value: Sendable {}
