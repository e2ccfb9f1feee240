/// A check that stands between an attack and its success. Scenarios call it by its name, which a
/// refusal carries as its code.
package struct Guard: Sendable, Hashable {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }
}

/// The guards of a system, some of which may be taken out: an attack that a guard stops must get
/// through where that guard is missing, or the guard was not what stopped it.
package struct Guards: Sendable {
    private var missing: Set<Guard> = []  // sorted where it is read out, else never iterated

    package static let all = Guards()

    package func without(_ guards: Guard...) -> Guards {
        var fewer = self
        for removed in guards { fewer.missing.insert(removed) }
        return fewer
    }

    /// The names of the guards that are taken out, sorted.
    package var missingNames: [String] { missing.map(\.name).sorted() }

    /// Whether a guard stands.
    package func has(_ asked: Guard) -> Bool { !missing.contains(asked) }

    /// Refuses if `holds` is false, unless the guard is taken out.
    package func require(
        _ holds: Bool, _ by: Guard, _ message: @autoclosure () -> String
    ) throws(Refusal) {
        if !holds, has(by) { throw Refusal(index: nil, by: by, message: message()) }
    }
}

/// The answer of a system to bytes that a guard stopped, or that it died of.
package struct Refusal: Error, Equatable, CustomStringConvertible {
    /// The place in the chain of the block that was stopped; nil if no block was stopped.
    package let index: Int?
    /// The guard; or a code that no guard gives, such as `verifier_crash`.
    package let by: Guard
    /// The reason, for people.
    package let message: String

    package var description: String {
        (index.map { "block \($0): " } ?? "") + "\(by.name): \(message)"
    }

    package init(index: Int?, by: Guard, message: String) {
        self.index = index
        self.by = by
        self.message = message
    }
}
