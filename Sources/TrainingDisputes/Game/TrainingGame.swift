package import Arbitration
package import Cryptography

/// A party of a dispute about a training run.
package protocol TrainingDisputeParty {
    mutating func answer(_ question: TrainingQuestion) throws -> DisputeAnswer
}

/// A dispute that was played to its end.
package struct TrainingGame: Sendable {
    package let task: TrainingTask
    package let verdict: TrainingDisputeVerdict
    package let cost: TrainingDisputeCost

    /// Plays two parties against each other.
    ///
    /// - Parameter knownTraces: the traces by which the parties were known before; nil for a party
    ///   that was not known.
    ///
    /// **Throws:** errors that a party throws.
    package init(
        task: TrainingTask, knownTraces: Pair<Digest?> = Pair(both: nil),
        parties: Pair<any TrainingDisputeParty>, onRound: () -> Void = {}
    ) throws {
        var parties = parties
        var referee = TrainingReferee(task: task, knownTraces: knownTraces)
        while referee.verdict == nil {
            let questions = referee.questions
            onRound()
            let left = try questions.left.map { try parties.left.answer($0) }
            let right = try questions.right.map { try parties.right.answer($0) }
            referee.hear(Pair(left ?? .nothing, right ?? .nothing))
        }
        guard let verdict = referee.verdict else { preconditionFailure("a game without an end") }
        self.task = task
        self.verdict = verdict
        cost = referee.cost
    }
}
