internal import NetworkTrials
package import Scenarios

extension PublishedOperation {
    package static let kinds: [StepKind<MeshOperation>] = around + made + messages

    private static let around: [StepKind<MeshOperation>] = [
        StepKind(
            "dht_network", "Begin the published mesh anew under other rules, before all else.",
            StepMember<PublishedMeshRules.Validators>.choice(
                "rules", PublishedMeshRules.Validators.self, standard: .commit,
                "The validators of records."),
            .choice(
                "limiter", PublishedMeshRules.Limiter.self, standard: .off,
                "Whether the limiter of requests stands before the authorizer."),
            .integer("epoch_blocks", in: 1...10_000, standard: 300, "Blocks of an epoch.")
        ) {
            .published(
                .network(
                    MeshRules(
                        validators: $0.rawValue, limiter: $1.rawValue, epochBlockCount: $2)))
        },
        StepKind(
            "dht_stake", "Give a party a stake on the chain, or take it away.",
            StepMember<String>.text("of", "The party."),
            .integer("stake", in: 0...1, "A stake, 1, or none, 0.")
        ) { .published(.stake(party: $0, has: $1 == 1)) },
        StepKind(
            "dht_look", "Let all honest parties look for a record, each at its own node.",
            StepMember<RecordName>.recordName()
        ) { .published(.lookAll($0)) },
        StepKind(
            "dht_ask", "Let an honest party ask a node; the attacker's node has the message then.",
            StepMember<String?>.mayMake("The message's name."),
            .text("by", standard: "ada", "The party."),
            .text("to", standard: "mallory", "The node."),
            .choice("kind", Kind.self, standard: .ping, "The request."),
            .takesAll("records", "Records in it, of kind store.")
        ) {
            .published(
                .ask(AskHonestly(artefact: $0, by: $1, to: $2, kind: $3, records: $4)))
        },
    ]

    private static let made: [StepKind<MeshOperation>] = [
        StepKind(
            "dht_record", "Make a record of any owner's text.",
            StepMember<String>.makes(), .recordPlace(), .recordOwner(), .recordContent()
        ) {
            .published(
                .record(MakeRecord(artefact: $0, place: $1, owner: $2, content: $3)))
        },
        StepKind(
            "dht_take", "Take an honest record as nodes tell it to anybody.",
            StepMember<String>.makes(), .recordName()
        ) { .published(.take(artefact: $0, $1)) },
    ]

    private static let messages: [StepKind<MeshOperation>] = [
        StepKind(
            "dht_request", "Make a request, one for each node that it is for.",
            StepMember<String>.makes(),
            .choice("kind", Kind.self, standard: .store, "The request."),
            .goods(), .sender(),
            .text(
                "to", standard: MeshParties.honest[0],
                "The node, all, or honest for all honest ones."), .ids()
        ) {
            .published(
                .request(
                    MakeRequest(
                        artefact: $0, kind: $1, goods: $2, sender: $3, to: $4, ids: $5)))
        },
        StepKind(
            "dht_forward", "Take a message again, for other nodes.",
            StepMember<String>.makes(), .takes("of", "The message."),
            .text("to", standard: MeshParties.honest[0], "The node, all, or honest.")
        ) { .published(.forward(artefact: $0, of: $1, to: $2)) },
        StepKind(
            "dht_answer", "Make the way in which a node of the attacker's answers.",
            StepMember<String>.makes(),
            .key("node", "The node's holder."),
            .choice(
                "mode", PublishedMeshAnswer.Mode.self, standard: .results,
                "As published, not at all, no to stores, or yes to stores and results to finds."),
            .signer(standard: "mallory"),
            .text("nonce", standard: "echo", "The nonce: echo, or stale."), .answerResult()
        ) {
            .published(
                .answer(
                    MakeAnswer(
                        artefact: $0, node: $1, mode: $2.rawValue, signer: $3, nonce: $4,
                        result: $5)))
        },
    ]
}
