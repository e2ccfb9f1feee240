/// The checks by which a published node refuses something, by the names of their refusals.
///
/// Each may be taken out to see its effect. All stand by default, and only then the node is
/// the published one.
package enum LearningCheck: String, Sendable, CaseIterable {
    // A payment.
    case amount
    case toSelf = "self"
    case balance
    // A block of a peer.
    case index, previous, structure, authorities
    case noValidations = "no_validations"
    case authorityStake = "authority_stake"
    // A proof of training.
    case stake, duplicate, interval, integrity, work, authenticity
    // The training chain of a peer.
    case length, invalid, epoch
}

/// The checks of one node that stand.
package struct LearningChecks: Sendable {
    private let missing: [LearningCheck]

    package static let all = LearningChecks(without: [])

    package init(without missing: [LearningCheck]) { self.missing = missing }

    /// Whether a check stands.
    package func has(_ check: LearningCheck) -> Bool { !missing.contains(check) }
}
