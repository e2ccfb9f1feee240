/// The reason for which a party lost. Each follows from the task and the party's own posts, and
/// from nothing that the other party could have done.
package enum DisputeFault: Error, Equatable {
    /// The party did not answer.
    case silent(to: String)
    case tooLong(to: String)
    /// The party's answer is no answer to the question.
    case malformed(to: String)
    /// The party's root is not made of the parts that it posts, or is not the root by which it was
    /// known.
    case root
    /// The party's run is not of the task's architecture and schedule.
    case otherRun
    /// The party's run is of other weights than those agreed on.
    case otherWeights
    /// The party's post does not hash to what it posted before.
    case changedStory(in: String)
    /// The party's run did not compute what the task asks for.
    case truncated
    /// The digest in the party's record is not that of a tensor of the operation's form that it can
    /// open.
    case unopenable
    /// The party's opening does not lead to the agreed digest.
    case wrongOpening(of: String)
    /// The definition gives another value than the party committed to.
    case wrongValue
    /// The party's sums are not those of the element, or do not make its own value.
    case wrongSum
    /// The party agreed to inputs that no run leaves.
    case impossibleInputs(String)

    /// The name in JSON and tables.
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

    /// The fault as a sentence without its subject, the party.
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
