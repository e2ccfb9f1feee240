/// An error of a call to the engine.
package enum HybridEngineError: Error, Equatable, Sendable {
    /// Not exactly `0x` and 64 lower-case hexadecimal digits.
    case form
    /// No block that the node judged.
    case unknownHead
    /// No validator at the node, or one that may not propose there.
    case noProposer
    /// No job of that id.
    case unknownPayload
    /// The validator signed a header of that slot, or no attempt had the work.
    case notBuilt

    package var message: String {
        switch self {
        case .form: "expected 0x and 64 lower-case hexadecimal digits"
        case .unknownHead: "expected the hash of a block that the node has judged"
        case .noProposer: "expected a node of a validator that may propose on this head"
        case .unknownPayload: "expected the id of one of the last jobs"
        case .notBuilt: "no block of this head and slot can be signed any more"
        }
    }
}
