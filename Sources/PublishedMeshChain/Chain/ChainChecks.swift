/// The checks of one chain that stand. All do in the published one; each may be taken out to see
/// its effect.
package struct ChainChecks: Sendable {
    /// Refusals that a call can do without: behind the others there is nothing to go on with.
    package static let removable: [ChainRefusal] = [
        .invalidValidator, .subnetRewardsAlreadySubmitted, .scoreOverflow,
        .invalidEmergencySubnetNodeID, .invalidSubnetNodeID, .alreadyAttested,
    ]

    package static let all = ChainChecks(without: [])

    private let missing: [ChainRefusal]

    package init(without missing: [ChainRefusal]) { self.missing = missing }

    /// Whether a check stands.
    package func has(_ check: ChainRefusal) -> Bool { !missing.contains(check) }

    /// **Throws:** the refusal where `holds` is false and the check stands.
    func require(_ holds: Bool, _ check: ChainRefusal) throws(ChainRefusal) {
        if !holds, has(check) { throw check }
    }
}
