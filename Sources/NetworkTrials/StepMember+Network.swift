internal import Encodings
package import Scenarios

extension StepMember where Value == String {
    /// Holder of the key that signs, which the attacker must be granted.
    package static func signer(standard: String = "mallory") -> Self {
        let description = StepMemberDescription(
            name: "signer", type: "actor, granted", standard: "\"\(standard)\"",
            help: "Holder of the key that signs.",
            schema: [JSONMember("type", .string("string"))])
        return Self([description]) { (object, use) throws(ScenarioError) in
            let signer = try object.optionalText("signer") ?? standard
            use.ask(.key(signer), at: "signer")
            return signer
        }
    }
}

extension StepMember where Value == StoreDamage {
    private enum Kind: String, CaseIterable {
        case snapshot, restore, splice
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
        return Self(described) { (object, _) throws(ScenarioError) in
            switch try object.choice("kind", Kind.self) {
            case .snapshot: .snapshot
            case .restore: .restore
            case .splice: .splice(try Splice(try object.object("splice")))
            }
        }
    }
}
