internal import Encodings
internal import Scenarios

/// Members that only steps on the chain have.
extension StepMember where Value == String {
    /// A place of the main chain, or an artefact of blocks.
    static func place(_ name: String, _ help: String) -> Self {
        let tip = "tip"
        return Self([
            StepMemberDescription(
                name: name, type: "tip, height:N or artefact", standard: "\"\(tip)\"", help: help,
                schema: textSchema)
        ]) { (object, use) throws(ScenarioError) in
            let place = try object.optionalText(name) ?? tip
            if place != tip, !place.hasPrefix("height:") { use.take(place, at: name) }
            return place
        }
    }
}

extension StepMember where Value == PaymentStep.Payer {
    /// The sender, and the holder of the key that signs, which the attacker must be granted.
    static func payer() -> Self {
        Self([
            StepMemberDescription(
                name: "from", type: "actor, granted unless signer is", standard: nil,
                help: "The sender.", schema: textSchema),
            StepMemberDescription(
                name: "signer", type: "actor, granted", standard: "",
                help: "The holder of the key that signs, where it is not the sender's.",
                schema: textSchema),
        ]) { (object, use) throws(ScenarioError) in
            let payer = PaymentStep.Payer(
                name: try object.text("from"), signer: try object.optionalText("signer"))
            use.ask(.key(payer.signer ?? payer.name), at: "from")
            return payer
        }
    }
}

extension StepMember where Value == PerProfile<FieldEdits> {
    /// Edits of payments. The attacker must be granted the key of each signer.
    static func paymentEdits() -> Self {
        edits(sealed: true) { $0.signer.map { ("sign", .key($0)) } }
    }

    /// Edits of a block that has its proof. Another proof takes work.
    static func alterations() -> Self {
        edits(sealed: true) { edits in
            guard edits.seals?.contains(.proof) == true else { return nil }
            return ("do", .work("a proof of another block"))
        }
    }
}

extension StepMember where Value == [String] {
    /// Blocks in the order of a chain's file.
    static func blocksOfFile() -> Self {
        takesAll(
            "blocks", isArtefact: { !$0.hasPrefix("main:") },
            "Artefacts of blocks, and heights of the main chain such as main:0-5.")
    }
}

extension StepMember where Value == [String]? {
    /// Artefacts that steps before made, where the member is there.
    static func mayTakeAll(_ name: String, _ help: String) -> Self {
        let all = StepMember<[String]>.takesAll(name, help)
        return Self(
            all.descriptions.map {
                StepMemberDescription(
                    name: $0.name, type: $0.type, standard: "", help: $0.help, schema: $0.schema)
            }
        ) { (object, use) throws(ScenarioError) in
            let names = try object.optionalTexts(name)
            for (index, artefact) in (names ?? []).enumerated() {
                use.take(artefact, at: "\(name)[\(index)]")
            }
            return names
        }
    }
}

extension StepMember where Value == StoreDamage {
    private enum Kind: String, CaseIterable {
        case snapshot, restore, sql, splice
        case otherModel = "other_model"
        case replace
    }

    /// A kind of damage and the member that it has.
    static func damage() -> Self {
        let kind = StepMember<Kind>.choice("kind", Kind.self, "The kind of damage.")
        func member(
            _ name: String, _ type: String, _ help: String, _ schema: [JSONMember]
        ) -> StepMemberDescription {
            StepMemberDescription(
                name: name, type: type, standard: "", help: help, schema: schema)
        }
        return Self(
            kind.descriptions + [
                member("sql", "text", "A statement, of kind sql.", textSchema),
                member(
                    "splice", "splice", "A change of the file's bytes, of kind splice.",
                    [JSONMember("type", .string("object"))]),
                member("text", "text", "The whole file, of kind replace.", textSchema),
            ]
        ) { (object, use) throws(ScenarioError) in
            switch try object.choice("kind", Kind.self) {
            case .snapshot: .snapshot
            case .restore: .restore
            case .sql: .sql(try object.text("sql"))
            case .splice: .splice(try Splice(try object.object("splice")))
            case .otherModel: .otherModel
            case .replace: .replace(Array(try object.text("text").utf8))
            }
        }
    }
}

private let textSchema = [JSONMember("type", .string("string"))]
