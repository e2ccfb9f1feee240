/// The ways in which a party of a trial cheats.
package enum LiarKind: String, Sendable, CaseIterable {
    /// A server whose run has a wrong value, and goes on from it.
    case server
    /// A challenger who disputes an honest run with a wrong value.
    case challenger
    /// A run with one record of another run; all later records are honest.
    case patch
    /// A run with one other weight, and everything that follows from it.
    case weight
    /// A committed run that is openly of other weights.
    case otherWeights = "other-weights"
    /// A committed run that is openly of another plan.
    case otherRun = "other-run"
    /// A root that does not follow from its parts.
    case falseRoot = "false-root"
    /// A run that ends early.
    case truncated
    /// A party that stops answering at some question.
    case staller
    /// A party that answers some question with other digests than it committed to.
    case changedStory = "changed-story"
    /// A record with a digest that is no tensor's.
    case unopenable
    /// An opening of the element's inputs with other values.
    case opening
    /// A refusal to open the element's inputs.
    case refusal
    /// Sums that make the wrong value.
    case sums
    /// Bytes that are no answer, at some question.
    case garbage
    /// More bytes than an answer may have, at some question.
    case flood
    /// Two parties who both lie about one element.
    case both

    /// The explanation in reports.
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
