/// The reason for which a party lost. Each follows from the task and the party's own posts, and
/// from nothing that the other party could have done.
package enum TrainingDisputeFault: Error, Sendable, Equatable {
    /// The party did not answer.
    case silent(to: String)
    case tooLong(to: String)
    /// The party's answer is no answer to the question.
    case malformed(to: String)
    /// The party's root does not make its trace, or the trace is not the one it was known by.
    case root
    /// The party's run begins with other weights than those agreed on.
    case otherStart
    /// The party's post does not hash to what it posted before.
    case changedStory(in: String)
    /// The party's weights are not those that its trace commits to.
    case wrongWeights(String)
    /// The party's opening does not lead to the root that was agreed.
    case wrongOpening(of: String)
    /// The definition gives another value than the party committed to.
    case wrongValue
    /// The party agreed to inputs that no step leaves.
    case impossibleInputs(String)

    /// The name in JSON and tables.
    package var name: String {
        switch self {
        case .silent: "silent"
        case .tooLong: "too_long"
        case .malformed: "malformed"
        case .root: "root"
        case .otherStart: "other_start"
        case .changedStory: "changed_story"
        case .wrongWeights: "wrong_weights"
        case .wrongOpening: "wrong_opening"
        case .wrongValue: "wrong_value"
        case .impossibleInputs: "impossible_inputs"
        }
    }

    /// The fault as a sentence without its subject, the party.
    package var words: String {
        switch self {
        case .silent(let question): "did not answer the question for \(question)"
        case .tooLong(let question):
            "answered the question for \(question) with more than "
                + "\(TrainingDisputeLimits.answerByteCountMax) bytes"
        case .malformed(let question):
            "answered the question for \(question) with something else"
        case .root: "posted a root that does not make its trace, or another trace than its own"
        case .otherStart: "began with other weights than those agreed on"
        case .changedStory(let tree):
            "posted what does not hash to its commitment, in the tree of \(tree)"
        case .wrongWeights(let when):
            "posted weights \(when) the step that are not those of its trace"
        case .wrongOpening(let tensor): "opened \(tensor) otherwise than was agreed"
        case .wrongValue: "committed to a wrong value"
        case .impossibleInputs(let tensor): "agreed to inputs that no step leaves: \(tensor)"
        }
    }
}
