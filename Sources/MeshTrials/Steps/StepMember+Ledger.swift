internal import NetworkTrials
internal import Scenarios

extension StepMember where Value == String {
    /// The signer of a call to a chain, or several: whoever of the attacker's is elected, its other
    /// validators, or its peers that are none.
    static func caller() -> Self {
        let signer = StepMember<String>.signer()
        let description = signer.descriptions.map { member in
            StepMemberDescription(
                name: member.name, type: "actor, granted; or elected, others, idle",
                standard: member.standard,
                help: "Holder of the key that signs; or several of the attacker's.",
                schema: member.schema)
        }
        return Self(description) { (object, use) throws(ScenarioError) in
            let name = try object.optionalText("signer") ?? "mallory"
            switch name {
            case "elected", "others":
                for peer in MeshParties.attackers { use.ask(.key(peer), at: "signer") }
            case "idle": use.ask(.key(MeshParties.attacker), at: "signer")
            default: use.ask(.key(name), at: "signer")
            }
            return name
        }
    }
}

/// Members that only steps on the ledger have.
extension StepMember where Value == LedgerCallPlan {
    static func ledgerCall() -> Self {
        let kind = StepMember<LedgerCallPlan.Kind>.choice(
            "kind", LedgerCallPlan.Kind.self, "The kind of call.")
        let signer = StepMember<String>.caller()
        let ahead = StepMember<Int>.integer(
            "ahead", in: 0...20, standard: 0, "The signer's calls before it that wait.")
        let count = StepMember<Int>.integer(
            "count", in: 1...32, standard: 1, "So many calls in a row.")
        let units = StepMember<Int>.integer(
            "units", in: -1 << 62...1 << 62, standard: 0, "Units that it moves.")
        let to = StepMember<String>.text("to", standard: "mallory", "The receiver of units.")
        let epochs = StepMember<Int>.integer(
            "epochs", in: -5...100, standard: 0, "Epochs from this one to the call's.")
        let twist = StepMember<LedgerCallPlan.Twist>.choice(
            "twist", LedgerCallPlan.Twist.self, standard: LedgerCallPlan.Twist.none,
            "The difference from an honest call.")
        let first = StepMember<String?>.mayTake("first", "A record or call within it.")
        let second = StepMember<String?>.mayTake("second", "Another one.")
        let members = StepMember<[String]>.texts("members", "An emergency set's members.")
        return Self(
            kind.descriptions + signer.descriptions + ahead.descriptions + count.descriptions
                + units.descriptions + to.descriptions + epochs.descriptions + twist.descriptions
                + first.descriptions + second.descriptions + members.descriptions
        ) { (object, use) throws(ScenarioError) in
            LedgerCallPlan(
                kind: try kind.read(&object, &use), signer: try signer.read(&object, &use),
                ahead: try ahead.read(&object, &use), count: try count.read(&object, &use),
                units: try units.read(&object, &use),
                to: try to.read(&object, &use), epochs: try epochs.read(&object, &use),
                twist: try twist.read(&object, &use), first: try first.read(&object, &use),
                second: try second.read(&object, &use),
                members: try members.read(&object, &use))
        }
    }
}

extension StepMember where Value == LedgerRecordPlan {
    static func ledgerRecord() -> Self {
        let kind = StepMember<LedgerRecordPlan.Kind>.choice(
            "kind", LedgerRecordPlan.Kind.self, standard: .heartbeat, "The kind of record.")
        let owner = StepMember<String>.key("owner", "The owner, who signs.")
        let sequence = StepMember<Int>.integer(
            "sequence", in: 0...1 << 40, standard: 0, "Raised from one version to the next.")
        let value = StepMember<String>.text("value", standard: "1", "The value's text.")
        return Self(
            kind.descriptions + owner.descriptions + sequence.descriptions + value.descriptions
        ) { (object, use) throws(ScenarioError) in
            LedgerRecordPlan(
                kind: try kind.read(&object, &use), owner: try owner.read(&object, &use),
                sequence: try sequence.read(&object, &use),
                value: try value.read(&object, &use))
        }
    }
}

extension StepMember where Value == LedgerFlood {
    static func flood() -> Self {
        let payer = StepMember<String>.key("payer", "Holder of the key that pays.")
        let accounts = StepMember<Int>.integer("accounts", in: 1...2_000, "Accounts.")
        let kind = StepMember<LedgerFlood.Kind>.choice(
            "kind", LedgerFlood.Kind.self, standard: .transfer, "The kind of call.")
        let calls = StepMember<Int>.integer(
            "calls", in: 1...32, standard: 1, "Calls of each account.")
        return Self(
            payer.descriptions + accounts.descriptions + kind.descriptions + calls.descriptions
        ) { (object, use) throws(ScenarioError) in
            LedgerFlood(
                payer: try payer.read(&object, &use), accounts: try accounts.read(&object, &use),
                kind: try kind.read(&object, &use), calls: try calls.read(&object, &use))
        }
    }
}
