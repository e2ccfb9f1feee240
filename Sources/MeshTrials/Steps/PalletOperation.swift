/// Steps that only the published chain has.
package enum PalletOperation: Sendable {
    /// A node makes a call; nobody has it yet.
    case call(PalletCallPlan, artefact: String)
    /// Honest clients do their part up to a place of an epoch.
    case live(place: Int)
    /// Honest clients do their part until a node of the named side is elected.
    case await(LedgerSide)
    /// From here on these honest parties do nothing.
    case absent([String])
    /// From here on the attacker's validators do what honest ones do, or nothing.
    case attackers(areHonest: Bool)
    /// From here on some honest clients do not see a node's heartbeat.
    case hide(node: String, from: [String])
    /// From here on no client sees a heartbeat.
    case silence
    /// Idle nodes of the attacker, with a stake each.
    case idle(count: Int)
    /// Verifiers show scores of the example repository.
    case verify(liars: Int, honest: Int)
}

/// A call to the published pallet.
package struct PalletCallPlan: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case propose, attest
    }

    let kind: Kind
    /// A party; or "elected", "others", "idle": those of the attacker.
    let signer: String
    let twist: LedgerCallPlan.Twist
}
