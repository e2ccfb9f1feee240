package import Cryptography

/// A dispute that was played to its end, with all posts.
package struct DisputeGame: Sendable {
    package let task: DisputeTask
    package let transcript: DisputeTranscript
    package let verdict: DisputeVerdict
    package let cost: DisputeCost

    /// Plays two parties against each other.
    ///
    /// - Parameter knownRoots: the roots by which the parties were known before; nil for a party
    ///   that was not known.
    ///
    /// **Throws:** errors that a party throws.
    package init(
        task: DisputeTask, knownRoots: Pair<Digest?> = Pair(both: nil),
        parties: Pair<any DisputeParty>, onRound: (_ phase: DisputeCost.Phase) -> Void = { _ in }
    ) throws {
        var referee = Referee(task: task, knownRoots: knownRoots)
        var rounds: [DisputeTranscript.Round] = []
        while referee.verdict == nil {
            let questions = referee.questions
            onRound(referee.phase)
            let left = try questions.left.map { try parties.left.answer($0) }
            let right = try questions.right.map { try parties.right.answer($0) }
            rounds.append(DisputeTranscript.Round(answers: Pair(left, right)))
            referee.hear(Pair(left ?? .nothing, right ?? .nothing))
        }
        self.init(
            task, referee,
            DisputeTranscript(task: task.digest, knownRoots: knownRoots, rounds: rounds))
    }

    /// Plays a transcript again: the referee hears the same answers and no others. After its end,
    /// neither party answers.
    ///
    /// **Precondition:** the transcript is of this task.
    ///
    /// **Throws:** ``DisputeTranscriptError`` where it holds what no game leaves: an answer of a
    /// party that was not asked, or a round after the verdict.
    package init(
        task: DisputeTask, replaying transcript: DisputeTranscript
    ) throws(DisputeTranscriptError) {
        precondition(transcript.task == task.digest, "a transcript of another task")
        var referee = Referee(task: task, knownRoots: transcript.knownRoots)
        var place = 0
        while referee.verdict == nil {
            let isThere = place < transcript.rounds.count
            let answers = isThere ? transcript.rounds[place].answers : Pair(both: nil)
            for side in Side.allCases
            where referee.questions[side] == nil && answers[side] != nil {
                throw .notAsked(round: place, side)
            }
            referee.hear(answers.map { $0 ?? .nothing })
            place += 1
        }
        guard place >= transcript.rounds.count else { throw .afterVerdict(round: place) }
        self.init(task, referee, transcript)
    }

    private init(_ task: DisputeTask, _ referee: Referee, _ transcript: DisputeTranscript) {
        guard let verdict = referee.verdict else { preconditionFailure("a game without an end") }
        self.task = task
        self.transcript = transcript
        self.verdict = verdict
        cost = referee.cost
    }
}
