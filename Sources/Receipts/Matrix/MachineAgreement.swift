/// The agreement of two machines on one aspect.
package enum MachineAgreement: Sendable, Equatable {
    /// Equal in this number of prompts; 1 for weights.
    case equal(count: Int)
    /// - Parameter first: the first prompt that differs, by its place in the left machine's list;
    ///   nil for weights.
    case different(first: Int?, count: Int, of: Int)
    /// Not compared, since no part of it is on both sides, with the reason.
    case notCompared(String)

    package var isEqual: Bool { if case .equal = self { true } else { false } }
    package var isDifferent: Bool { if case .different = self { true } else { false } }
    package var isCompared: Bool { if case .notCompared = self { false } else { true } }

    /// Whether each of `promptCount` prompts was compared.
    func isWhole(_ promptCount: Int) -> Bool {
        switch self {
        case .equal(let count), .different(_, _, of: let count): count == promptCount
        case .notCompared: false
        }
    }
}
