package import Scenarios
internal import Trials

/// Steps that only the hardened ledger has.
package enum LedgerOperation: Sendable {
    /// A party signs a call, true or twisted; nobody has it yet.
    case call(LedgerCallPlan, artefact: String)
    /// A party signs a record for the ledger.
    case record(LedgerRecordPlan, artefact: String)
    /// Honest parties do their part up to a place of an epoch.
    case live(place: Int)
    /// Honest parties do their part until a peer of the named side is elected.
    case await(LedgerSide)
    /// From here on these honest parties do nothing.
    case absent([String])
    /// From here on the attacker's peers do what honest ones do, or nothing.
    case attackers(areHonest: Bool)
    case flood(LedgerFlood)
    /// Honest: a party pays another; everybody sees the call.
    case pay(from: String, to: String, units: Int, artefact: String)
    /// Honest: the owner names an emergency set for this epoch.
    case emergency([String])

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

/// The two sides of a trial.
package enum LedgerSide: String, Sendable, CaseIterable {
    case honest, attackers
}

/// A call as its signer means it, in the slot in which it is made.
package struct LedgerCallPlan: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case transfer, register, stake, withdraw, heartbeat, commit, reveal, propose, attest
        case calls, records, emergency
    }

    /// A difference from what an honest party would sign.
    package enum Twist: String, Sendable, CaseIterable {
        case none
        /// Scores of 0, above 10^18, or one less of them.
        case zero, over, short
        /// A proposal with an entry twice, with score 0 for all but the attacker's, or of another
        /// root; an attestation to another proposal.
        case doubled, rivals, other
        /// A proposal of as many entries as the call names units.
        case huge
    }

    let kind: Kind
    let signer: String
    /// Calls of the signer before this one that were not yet taken.
    let ahead: Int
    /// So many calls in a row.
    let count: Int
    let units: Int
    /// The receiver of units.
    let to: String
    /// The epochs from this one to that of the call.
    let epochs: Int
    let twist: Twist
    /// Artefacts within the call.
    let first: String?
    let second: String?
    /// Of an emergency set.
    let members: [String]
}

/// A record as its owner means it.
package struct LedgerRecordPlan: Sendable {
    let kind: RecordName.Kind
    let owner: String
    let sequence: Int
    let value: String
}

/// Many accounts that one pays for.
package struct LedgerFlood: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case transfer, register
    }

    let payer: String
    let accounts: Int
    let kind: Kind
    /// Calls of each account.
    let calls: Int
}
