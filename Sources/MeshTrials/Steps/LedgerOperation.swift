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
    /// The number of such calls in a row.
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
    /// Names of an emergency set.
    let members: [String]
}

/// A record as its owner means it.
package struct LedgerRecordPlan: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case heartbeat, commit
    }

    let kind: Kind
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
