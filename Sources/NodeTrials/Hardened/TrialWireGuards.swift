internal import Trials

/// The checks of whoever listens and calls for a hardened node in a trial. A served node's are in
/// `NodeServing`, with tests of their own.
enum TrialWireGuards {
    /// Callers that keep still are few.
    static let room = Guard("caller_room")
    /// A request is whole within its time.
    static let deadline = Guard("caller_deadline")
    /// An answer is no longer than its call allows.
    static let answerSize = Guard("answer_size")
    /// An answer is whole within its call's time.
    static let answerDeadline = Guard("answer_deadline")

    static let all = [room, deadline, answerSize, answerDeadline]
}
