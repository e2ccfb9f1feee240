/// A claim on a system, which an attack tries to break.
package enum Claim: String, Sendable, CaseIterable {
    /// Each byte string has one meaning.
    case encoding = "ENC"
    /// Only the holder of a key acts for it.
    case signatures = "SIG"
    /// A hash commits to one object.
    case hashing = "HSH"
    /// Supply and balances.
    case ledger = "LED"
    /// Timestamps and difficulty.
    case time = "TIM"
    /// The most valid work wins, in whatever order it came.
    case forkChoice = "FRK"
    /// The reward goes to the party that ran the agreed model.
    case proofOfInference = "POI"
    /// The files of the agreed model.
    case model = "MOD"
    /// Enough of the voters agreed.
    case quorum = "QRM"
    /// The training that was paid for was done.
    case training = "TRN"
    /// Stored bytes stay as they are; a changed byte is found.
    case storage = "STO"
    /// Bounded cost, no crash.
    case resources = "RES"
    /// Peers and gossip.
    case network = "NET"
    /// The same input gives the same state everywhere.
    case determinism = "DET"
}

/// How a trial ended. Anything but ``held`` is not held.
package enum Verdict: String, Sendable, CaseIterable {
    /// The attack was tried, a guard that it had to meet stopped it, and honest use went on.
    case held
    case broken
    /// Seen, but not every time.
    case inconclusive
    /// The guard was never reached.
    case notExercised = "not_exercised"
    /// The laboratory's own failure, which says nothing of the system.
    case labFault = "lab_fault"
    /// A script broke the protocol or passed a limit; no scenario ends so.
    case invalidSubmission = "invalid_submission"

    /// The verdicts that a scenario can have.
    package static let ofScenarios = allCases.filter { $0 != .invalidSubmission }
}

/// The rules that a system follows.
package enum Profile: String, Sendable, CaseIterable {
    /// As published, holes included.
    case published
    /// The published rules with their known holes closed.
    case hardened
}
