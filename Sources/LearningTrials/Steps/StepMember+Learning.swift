internal import Encodings
internal import Scenarios

/// Members that only steps on proof of learning have.
extension StepMember where Value == PaymentPlan {
    static func payment() -> Self {
        let kind = StepMember<PaymentPlan.Kind>.choice(
            "kind", PaymentPlan.Kind.self, standard: .pay, "A payment, a bond, or a bond's end.")
        let from = StepMember<String>.text("from", standard: "attacker", "The sender.")
        let to = StepMember<String>.text("to", standard: LearningParties.shop, "The recipient.")
        let amounts = -(1 << 40)...1 << 40
        let amount = StepMember<Int>.integer(
            "millis", in: amounts, standard: 1_000, "Thousandths of a coin.")
        let fee = StepMember<Int>.integer(
            "fee_millis", in: amounts, standard: 100, "Thousandths of a coin to the miner.")
        return Self(
            kind.descriptions + from.descriptions + to.descriptions + amount.descriptions
                + fee.descriptions
        ) { (object, use) throws(ScenarioError) in
            PaymentPlan(
                kind: try kind.read(&object, &use), from: try from.read(&object, &use),
                to: try to.read(&object, &use), amountMillis: try amount.read(&object, &use),
                feeMillis: try fee.read(&object, &use))
        }
    }
}

extension StepMember where Value == String {
    static func trainer() -> Self { .text("by", standard: "trainer-a", "The trainer.") }

    /// Holder of the key that signs, which the attacker must be granted.
    static func signer() -> Self {
        let description = StepMemberDescription.signer(
            standard: "\"attacker\"", "Holder of the key that signs.")
        return Self([description]) { (object, use) throws(ScenarioError) in
            let signer = try object.optionalText("signer") ?? "attacker"
            use.ask(.key(signer), at: "signer")
            return signer
        }
    }
}

extension StepMember where Value == NamedParty {
    /// The party, and the holder of the key that signs, which the attacker must be granted.
    static func party(_ help: String) -> Self {
        Self(
            StepMember<String>.text("by", standard: "attacker", help).descriptions
                + [.signer(standard: "", "Holder of the key that signs; else that party.")]
        ) { (object, use) throws(ScenarioError) in
            let name = try object.optionalText("by") ?? "attacker"
            let signer = try object.optionalText("signer") ?? name
            use.ask(.key(signer), at: "signer")
            return NamedParty(name: name, signer: signer)
        }
    }
}

extension StepMember where Value == MakeBlock.Place {
    static func place() -> Self {
        let depth = StepMember<Int>.integer(
            "depth", in: 0...200, standard: 0, "Blocks below the head that it stands on.")
        let on = StepMember<String?>.mayTake(
            "on", "The block that it stands on, else the head or one below.")
        return Self(depth.descriptions + on.descriptions) { (object, use) throws(ScenarioError) in
            MakeBlock.Place(
                depth: try depth.read(&object, &use), on: try on.read(&object, &use))
        }
    }
}

extension StepMember where Value == MakeBlock.Parts {
    static func parts() -> Self {
        let payments = StepMember<[String]>.takesAll("payments", "Transactions in it.")
        let proofs = StepMember<[String]>.takesAll("proofs", "Proofs in it.")
        let votes = StepMember<[String]>.takesAll("votes", "Votes of a certificate in it.")
        let certificate = StepMember<MakeBlock.Certificate>.choice(
            "certificate", MakeBlock.Certificate.self, standard: .valid,
            "The certificate of the votes.")
        let certified = StepMember<String?>.mayTake(
            "certified", "The proof of the certificate, else that of the votes.")
        return Self(
            payments.descriptions + proofs.descriptions + votes.descriptions
                + certificate.descriptions + certified.descriptions
        ) { (object, use) throws(ScenarioError) in
            MakeBlock.Parts(
                payments: try payments.read(&object, &use),
                proofs: try proofs.read(&object, &use), votes: try votes.read(&object, &use),
                certificate: try certificate.read(&object, &use),
                certified: try certified.read(&object, &use))
        }
    }
}

extension StepMemberDescription {
    fileprivate static func signer(standard: String, _ help: String) -> Self {
        Self(
            name: "signer", type: "actor, granted", standard: standard, help: help,
            schema: [JSONMember("type", .string("string"))])
    }
}

extension StepMember where Value == LearningDamage {
    private enum Kind: String, CaseIterable {
        case snapshot, restore, splice, file, edit
    }

    static func damage() -> Self {
        let described =
            StepMember<Kind>.choice("kind", Kind.self, "The kind of damage.").descriptions
            + StepMember<Splice>.splice("splice", "A change of the bytes, of kind splice.")
            .descriptions.map { member in
                StepMemberDescription(
                    name: member.name, type: member.type, standard: "", help: member.help,
                    schema: member.schema)
            }
            + StepMember<String>.text(
                "name", standard: "", "A file's name, of kind file."
            ).descriptions
            + StepMember<String>.text(
                "text", standard: "", "A file's text, of kind file."
            ).descriptions
            + StepMember<PerProfile<FieldEdits>>.edits(sealed: false).descriptions
        return Self(described) { (object, _) throws(ScenarioError) in
            switch try object.choice("kind", Kind.self) {
            case .snapshot: .snapshot
            case .restore: .restore
            case .splice: .splice(try Splice(try object.object("splice")))
            case .file: .file(name: try object.text("name"), text: try object.text("text"))
            case .edit: .edit(try FieldEdits.ofJSON(&object))
            }
        }
    }
}
