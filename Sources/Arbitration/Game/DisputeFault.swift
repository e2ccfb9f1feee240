/// Why a party lost. Each follows from the task and what the party posted, and from nothing that
/// the other party could have done.
package enum DisputeFault: Error, Equatable {
    /// It did not answer.
    case silent(to: String)
    case tooLong(to: String)
    /// Its answer is no answer to the question.
    case malformed(to: String)
    /// Its root is not made of the parts that it posts, or is not the one that it was known by.
    case root
    /// Its run is none of the task's architecture and schedule.
    case otherRun
    /// Its run is one of other weights than those agreed on.
    case otherWeights
    /// What it posts does not hash to what it posted before.
    case changedStory(in: String)
    /// Its run did not compute what the task asks for.
    case truncated
    /// The digest in its record is no digest of a tensor of the operation's form that it can open.
    case unopenable
    /// An opening that does not lead to the agreed digest.
    case wrongOpening(of: String)
    /// The element that it committed to is not what the definition gives.
    case wrongValue
    /// The sums that it posts are not those of the element, or do not make its own value.
    case wrongSum
    /// It agreed to inputs that no run leaves.
    case impossibleInputs(String)

    /// As JSON and tables call it.
    package var name: String {
        switch self {
        case .silent: "silent"
        case .tooLong: "too_long"
        case .malformed: "malformed"
        case .root: "root"
        case .otherRun: "other_run"
        case .otherWeights: "other_weights"
        case .changedStory: "changed_story"
        case .truncated: "truncated"
        case .unopenable: "unopenable"
        case .wrongOpening: "wrong_opening"
        case .wrongValue: "wrong_value"
        case .wrongSum: "wrong_sum"
        case .impossibleInputs: "impossible_inputs"
        }
    }

    /// What the party did, as a sentence without its subject.
    package var words: String {
        switch self {
        case .silent(let question): "did not answer the question for \(question)"
        case .tooLong(let question):
            "answered the question for \(question) with more than "
                + "\(DisputeLimits.answerByteCountMax) bytes"
        case .malformed(let question):
            "answered the question for \(question) with something else"
        case .root: "posted parts that do not make its root"
        case .otherRun: "committed to a run of another plan"
        case .otherWeights: "committed to a run of other weights"
        case .changedStory(let tree):
            "posted what does not hash to its commitment, in the tree of \(tree)"
        case .truncated: "committed to a run that was not computed there"
        case .unopenable: "committed to a digest that it did not open as a tensor's"
        case .wrongOpening(let source): "opened \(source) otherwise than was agreed"
        case .wrongValue: "committed to a wrong value"
        case .wrongSum: "posted sums that do not make its value, or are wrong"
        case .impossibleInputs(let what): "agreed to inputs that no run leaves: \(what)"
        }
    }
}
