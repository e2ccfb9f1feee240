internal import Trials

/// A value for each set of rules.
struct PerProfile<Value> {
    private let published: Value
    private let hardened: Value

    /// - Parameter value: asked for `published` first, as files have it.
    init<Failure: Error>(_ value: (Profile) throws(Failure) -> Value) throws(Failure) {
        published = try value(.published)
        hardened = try value(.hardened)
    }

    subscript(profile: Profile) -> Value {
        switch profile {
        case .published: published
        case .hardened: hardened
        }
    }

    var both: [Value] { [published, hardened] }
}

extension PerProfile: Sendable where Value: Sendable {}
