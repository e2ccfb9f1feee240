package import Scenarios

/// Steps that only the hardened network has.
package enum HardenedOperation: Sendable {
    case record(MakeMeshRecord)
    case request(MakeMeshRequest)
    case behave(node: Attacker, mode: Mode, records: [String])

    /// A node of the attacker's.
    package enum Attacker: String, Sendable, CaseIterable {
        case mallory, trudy, oscar
    }

    package enum Mode: String, Sendable, CaseIterable {
        case honest, silent, liar, endless, impostor, forger
    }

    package static let kinds: [StepKind<MeshOperation>] = [
        StepKind(
            "record", "Make a record, and sign it with a key that is granted.",
            StepMember<String>.makes(),
            .choice("kind", RecordName.Kind.self, standard: .value, "The kind of record."),
            .text("name", standard: "v", "The name of a value."),
            .text("owner", standard: "mallory", "The owner that it names."), .signer(),
            .integer("sequence", in: 0...1 << 40, standard: 0, "Its sequence."),
            .times(), .text("value", standard: "1", "The value's text."),
            .integer("count", in: 1...500, standard: 1, "Records of numbered names in a row.")
        ) { artefact, kind, name, owner, signer, sequence, times, value, count in
            .hardened(
                .record(
                    MakeMeshRecord(
                        artefact: artefact, name: RecordName(kind: kind, name: name, owner: owner),
                        signer: signer, sequence: sequence, times: times, value: value,
                        count: count)))
        },
        StepKind(
            "request", "Make a request for a node, and sign it with a key that is granted.",
            StepMember<String>.makes(),
            .choice(
                "body", MakeMeshRequest.Body.self, standard: .store, "The kind of request."),
            .mayTake("of", "The records of a store; a request for each."),
            .text("to", standard: "ada", "The node whose key it names."),
            .text("via", standard: "", "The node that gets it; else the same."),
            .text("from", standard: "mallory", "The sender that it names."), .signer(),
            .integer("slots", in: -10_000...10_000, standard: 0, "Slots after this one."),
            .integer("count", in: 1...1_000, standard: 1, "Requests in a row."),
            .choice("card", MakeMeshRequest.Card.self, standard: .own, "The sender's card.")
        ) { artefact, body, of, to, via, from, signer, slots, count, card in
            .hardened(
                .request(
                    MakeMeshRequest(
                        artefact: artefact, body: body, of: of, to: to,
                        via: via.isEmpty ? to : via, from: from, signer: signer, slots: slots,
                        count: count, card: card)))
        },
        StepKind(
            "behave", "Let a node of the attacker's treat others in a way from here on.",
            StepMember<Attacker>.choice("node", Attacker.self, standard: .mallory, "The node."),
            .choice("mode", Mode.self, "Its way."),
            .takesAll("records", "The records that it serves."),
            grants: [("do", .surface("answer"))]
        ) { .hardened(.behave(node: $0, mode: $1, records: $2)) },
    ]
}

/// A record, as an attacker makes it.
package struct MakeMeshRecord: Sendable {
    /// Slots after this one in which it says that it was signed, the epochs after this one that it
    /// is for, and those after that in which it is believed.
    package struct Times: Sendable {
        let slots: Int
        let epoch: Int
        let epochs: Int
    }

    let artefact: String
    let name: RecordName
    let signer: String
    let sequence: Int
    let times: Times
    let value: String
    let count: Int
}

/// A request, as an attacker makes it.
package struct MakeMeshRequest: Sendable {
    package enum Body: String, Sendable, CaseIterable {
        case ping, find, store
    }

    package enum Card: String, Sendable, CaseIterable {
        /// Signed by the sender, with an address of the attacker's.
        case own
        /// The same with an honest node's address, which nobody signed.
        case forged
    }

    let artefact: String
    let body: Body
    let of: String?
    let to: String
    let via: String
    let from: String
    let signer: String
    let slots: Int
    let count: Int
    let card: Card
}
