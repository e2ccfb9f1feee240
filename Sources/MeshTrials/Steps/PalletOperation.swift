package import Scenarios
internal import Trials

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

    package static let kinds: [StepKind<MeshOperation>] = [
        StepKind(
            "pallet_call", "Make a call to the pallet; nobody has it yet.",
            StepMember<String>.makes(), .palletCall()
        ) { .pallet(.call($1, artefact: $0)) },
        StepKind(
            "pallet_live", "Let honest clients do their part up to a place of an epoch.",
            StepMember<Int>.integer(
                "place", in: 0...19,
                "The next block of this place; the clients have done their part up to it.")
        ) { .pallet(.live(place: $0)) },
        StepKind(
            "pallet_await", "Let honest clients do their part until a node of a side is elected.",
            StepMember<LedgerSide>.choice("side", LedgerSide.self, "The side.")
        ) { .pallet(.await($0)) },
        StepKind(
            "pallet_absent", "From here on these honest parties do nothing, and all others do.",
            StepMember<[String]>.texts("who", "Names of honest parties.")
        ) { .pallet(.absent($0)) },
        .plain(
            "pallet_join", "From here on the attacker's validators do what honest ones do.",
            .pallet(.attackers(areHonest: true))),
        .plain(
            "pallet_leave", "From here on the attacker's validators do nothing unless a step does.",
            .pallet(.attackers(areHonest: false))),
        StepKind(
            "pallet_hide", "From here on some honest clients miss the heartbeat of a peer.",
            StepMember<String>.text("node", standard: "mallory", "The peer."),
            .texts("from", "The honest parties that miss it.")
        ) { .pallet(.hide(node: $0, from: $1)) },
        .plain(
            "pallet_silence", "From here on no client sees any heartbeat.", .pallet(.silence)),
        StepKind(
            "pallet_idle", "Register idle nodes of the attacker, with a stake each.",
            StepMember<Int>.integer("count", in: 1...20, "Nodes.")
        ) { .pallet(.idle(count: $0)) },
        StepKind(
            "pallet_verify",
            "Let verifiers score eight honest peers as the published example does.",
            StepMember<Int>.integer("liars", in: 0...100, "Verifiers who score 0 for all."),
            .integer("honest", in: 0...100, "Verifiers who score 1 for all.")
        ) { .pallet(.verify(liars: $0, honest: $1)) },
    ]
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

extension StepMember where Value == PalletCallPlan {
    static func palletCall() -> Self {
        let kind = StepMember<PalletCallPlan.Kind>.choice(
            "kind", PalletCallPlan.Kind.self, "The kind of call.")
        let signer = StepMember<String>.caller()
        let twist = StepMember<LedgerCallPlan.Twist>.choice(
            "twist", LedgerCallPlan.Twist.self, standard: LedgerCallPlan.Twist.none,
            "The difference from an honest call.")
        return Self(kind.descriptions + signer.descriptions + twist.descriptions) {
            (object, use) throws(ScenarioError) in
            PalletCallPlan(
                kind: try kind.read(&object, &use), signer: try signer.read(&object, &use),
                twist: try twist.read(&object, &use))
        }
    }
}
