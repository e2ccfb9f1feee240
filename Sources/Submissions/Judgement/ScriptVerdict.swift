/// The verdict on a script. Anything but ``held`` is not held.
package enum ScriptVerdict: String, Sendable, CaseIterable {
    /// The attack was tried, guards met it, and honest use went on.
    case held
    /// An oracle of the claim saw a violation, or honest use was refused, in every replay.
    case broken
    /// Seen, but not in every replay.
    case inconclusive
    /// No guard was met, or not all that the script declared.
    case notExercised = "not_exercised"
    /// The script broke the protocol or passed a limit.
    case invalidSubmission = "invalid_submission"
    /// The laboratory's own failure, which says nothing of the system.
    case labFault = "lab_fault"
}
