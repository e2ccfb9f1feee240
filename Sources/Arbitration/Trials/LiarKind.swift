/// The ways in which a party of a trial cheats.
package enum LiarKind: String, Sendable, CaseIterable {
    /// A server's run has a wrong value, and goes on from it as if it were right.
    case server
    /// A challenger disputes an honest run with a wrong value.
    case challenger
    /// One record is another's, everything behind it is honest.
    case patch
    /// One weight is another, and what follows from it.
    case weight
    /// The committed run is openly one of other weights.
    case otherWeights = "other-weights"
    /// The committed run is openly one of another plan.
    case otherRun = "other-run"
    /// The parts of the root are none of it.
    case falseRoot = "false-root"
    /// The run ends early.
    case truncated
    /// From some question on, no answer.
    case staller
    /// At some question, something else than was committed to.
    case changedStory = "changed-story"
    /// A digest that is none of a tensor.
    case unopenable
    /// The element's inputs are opened with other values.
    case opening
    /// The element's inputs are not opened.
    case refusal
    /// Sums that make the wrong value.
    case sums
    /// At some question, bytes that are no answer.
    case garbage
    /// At some question, more bytes than an answer may have.
    case flood
    /// Both parties lie about one element.
    case both

    /// As reports explain it.
    package var words: String {
        switch self {
        case .server: "a server with a wrong value, consistent from there on"
        case .challenger: "a challenger of an honest run"
        case .patch: "one record replaced, honest from there on"
        case .weight: "one weight changed, and opened changed"
        case .otherWeights: "a run of other weights, openly"
        case .otherRun: "a run of another plan, openly"
        case .falseRoot: "parts that do not make the root"
        case .truncated: "a run that ends early"
        case .staller: "no answer from some question on"
        case .changedStory: "other nodes than those committed to"
        case .unopenable: "a digest of nothing"
        case .opening: "inputs opened with other values"
        case .refusal: "inputs not opened"
        case .sums: "sums made up for the wrong value"
        case .garbage: "bytes that are no answer"
        case .flood: "more bytes than an answer may have"
        case .both: "two liars about one element"
        }
    }
}
