package import Scenarios
internal import Trials

extension LedgerOperation {
    package static let kinds: [StepKind<MeshOperation>] = [
        StepKind(
            "ledger_call", "Sign a call to the ledger; nobody has it yet.",
            StepMember<String>.makes(), .ledgerCall()
        ) { .ledger(.call($1, artefact: $0)) },
        StepKind(
            "ledger_record", "Sign a record that calls can hold.", StepMember<String>.makes(),
            .ledgerRecord()
        ) { .ledger(.record($1, artefact: $0)) },
        StepKind(
            "ledger_live", "Let honest parties do their part up to a place of an epoch.",
            StepMember<Int>.integer(
                "place", in: 0...19,
                "The next slot of this place; the parties have done their part up to it.")
        ) { .ledger(.live(place: $0)) },
        StepKind(
            "ledger_await",
            "Let honest parties do their part until a peer of a side is elected.",
            StepMember<LedgerSide>.choice("side", LedgerSide.self, "The side.")
        ) { .ledger(.await($0)) },
        StepKind(
            "ledger_absent", "From here on these honest parties do nothing, and all others do.",
            StepMember<[String]>.texts("who", "Names of honest parties.")
        ) { .ledger(.absent($0)) },
        StepKind(
            "ledger_pay", "Let an honest party pay, for all to see.", StepMember<String>.makes(),
            .text("from", standard: "ada", "The payer."),
            .text("to", standard: "bob", "The receiver."),
            .integer("units", in: 1...1 << 40, standard: 2_000_000, "Units.")
        ) { .ledger(.pay(from: $1, to: $2, units: $3, artefact: $0)) },
        StepKind(
            "ledger_emergency", "Let the owner name an emergency set for this epoch, honestly.",
            StepMember<[String]>.texts("members", "Names of its members.")
        ) { .ledger(.emergency($0)) },
        .plain(
            "ledger_join", "From here on the attacker's validators do what honest ones do.",
            .ledger(.attackers(areHonest: true))),
        .plain(
            "ledger_leave", "From here on the attacker's validators do nothing unless a step does.",
            .ledger(.attackers(areHonest: false))),
        StepKind(
            "ledger_flood", "Pay for many accounts, then let each of them call in one slot.",
            StepMember<LedgerFlood>.flood()
        ) { .ledger(.flood($0)) },
    ]
}
