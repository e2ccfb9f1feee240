internal import NetworkTrials
package import Scenarios

extension HardenedOperation {
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
