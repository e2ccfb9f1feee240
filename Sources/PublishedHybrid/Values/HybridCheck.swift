/// A check of the published chain that a trial can take out, by the reason that it gives.
package enum HybridCheck: String, Sendable, CaseIterable {
    // A block at a consensus node, in the order of the checks.
    case stateTransition = "state_transition"
    case network
    /// Gives `quorum`, or `slashed` where the slash path was gone to its end.
    case quorum
    // An aggregation at an averager, in the order of the checks.
    case noneRetrieved = "none_retrieved"
    case gate
    case validatorPublicKey = "validator_pubkey"
    // A record at the store.
    case expired
    case older
}

/// The checks that are made.
package struct HybridChecks: Sendable {
    package static let all = HybridChecks(without: [])

    /// Few, and asked one by one.
    private let removed: [HybridCheck]

    package init(without removed: [HybridCheck]) {
        self.removed = removed
    }

    package func has(_ check: HybridCheck) -> Bool { !removed.contains(check) }
}
