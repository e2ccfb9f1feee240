package import Scenarios
internal import Trials

extension PalletOperation {
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
