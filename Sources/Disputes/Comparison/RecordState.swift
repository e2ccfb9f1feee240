/// The state of one operation's record for one prompt, in two traces.
package enum RecordState: String, Sendable, Hashable, CaseIterable {
    case equal
    /// The outputs differ, and all inputs are known and equal: the difference begins here.
    case root
    /// The outputs differ, and an input differs, too, or is not known on both sides.
    case propagated
    /// The operation comes after the first difference of the schedules.
    case notComparable = "not_comparable"
    case missingLeft = "missing_left"
    case missingRight = "missing_right"
    case missingBoth = "missing_both"
    /// Both runs stop early, before this operation: neither is at fault, and nothing is known of
    /// it.
    case leftOut = "left_out"

    package var differs: Bool { self == .root || self == .propagated }

    package var isMissing: Bool {
        switch self {
        case .missingLeft, .missingRight, .missingBoth, .notComparable, .leftOut: true
        case .equal, .root, .propagated: false
        }
    }
}
