/// What two traces say of one operation's output for one prompt.
public enum RecordState: String, Sendable, Hashable, CaseIterable {
    case equal
    /// The outputs differ, all inputs are known and equal: here a difference begins.
    case root
    /// The outputs differ, and an input differs already or is not known on both sides.
    case propagated
    /// Behind the first difference of the schedules.
    case notComparable = "not_comparable"
    case missingLeft = "missing_left"
    case missingRight = "missing_right"
    case missingBoth = "missing_both"
    /// Both runs stop early, before this operation: neither is at fault, and nothing is known.
    case leftOut = "left_out"

    public var differs: Bool { self == .root || self == .propagated }

    public var isMissing: Bool {
        switch self {
        case .missingLeft, .missingRight, .missingBoth, .notComparable, .leftOut: true
        case .equal, .root, .propagated: false
        }
    }
}
