/// The ways in which a party of a trial cheats.
package enum TrainingLiarKind: String, Sendable, CaseIterable {
    /// An operation with a wrong element, and a run that goes on from it.
    case element
    /// A machine with a planted fault, which stands by its run.
    case fault
    /// A false hash of weights in the middle, with an honest record and an honest end.
    case middle
    /// A false hash in the middle, and a record with a wrong element.
    case patch
    /// A step that honestly follows from other weights than were hashed before it.
    case otherBefore = "other-before"
    /// A run from other start weights.
    case otherStart = "other-start"
    /// A root that does not make its trace.
    case falseRoot = "false-root"
    /// Another trace than the one it was known by.
    case otherTrace = "other-trace"
    /// Answers to some question with other digests than it committed to.
    case changedStory = "changed-story"
    /// A false path from the leaf before to the trace.
    case path
    /// No answer from some question on.
    case staller
    /// Inputs of the element opened with other values.
    case opening
    /// Inputs of the element not opened.
    case refusal
    /// Bytes that are no answer, at some question.
    case garbage
    /// More bytes than an answer may have, at some question.
    case flood
    /// Two parties with two wrong values of one element.
    case both

    /// The explanation in reports.
    package var words: String {
        switch self {
        case .element: "a wrong element, consistent from there on"
        case .fault: "a machine with a planted fault"
        case .middle: "a false hash, with an honest step and an honest end"
        case .patch: "a false hash and a wrong element, with an honest end"
        case .otherBefore: "a step from other weights than were hashed"
        case .otherStart: "a run from another start"
        case .falseRoot: "a root that does not make the trace"
        case .otherTrace: "another trace than it was known by"
        case .changedStory: "other digests than those committed to"
        case .path: "a false path to the trace"
        case .staller: "no answer from some question on"
        case .opening: "inputs opened with other values"
        case .refusal: "inputs not opened"
        case .garbage: "bytes that are no answer"
        case .flood: "more bytes than an answer may have"
        case .both: "two liars about one element"
        }
    }
}
