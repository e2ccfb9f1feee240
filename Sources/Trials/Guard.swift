/// A check that stands between an attack and its success. Its name is what scenarios call it and
/// what a refusal carries as its code.
public struct Guard: Sendable, Hashable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }
}

/// The guards of a system, some of which may be taken out: an attack that a guard stops must get
/// through where that guard is missing, or the guard was not what stopped it.
public struct Guards: Sendable {
    private var missing: Set<Guard> = []  // sorted where it is read out, else never iterated

    public static let all = Guards()

    public func without(_ guards: Guard...) -> Guards {
        var fewer = self
        for one in guards { fewer.missing.insert(one) }
        return fewer
    }

    /// Of those that are taken out, sorted.
    public var missingNames: [String] { missing.map(\.name).sorted() }

    public func has(_ one: Guard) -> Bool { !missing.contains(one) }
}

/// What a system said when a guard stopped something.
public struct Refusal: Error, Equatable, CustomStringConvertible {
    /// The block that was stopped, by its place in the chain; nil where it is no block's.
    public let index: Int?
    public let by: Guard
    /// For people.
    public let message: String

    public var description: String {
        (index.map { "block \($0): " } ?? "") + "\(by.name): \(message)"
    }

    public init(index: Int?, by: Guard, message: String) {
        self.index = index
        self.by = by
        self.message = message
    }
}
