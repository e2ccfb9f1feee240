internal import NetworkTrials
package import Scenarios

extension PublishedOperation {
    package static let kinds: [StepKind<HybridOperation>] = around + honest + made + calls

    private static let around: [StepKind<HybridOperation>] = [
        StepKind(
            "published_network", "Begin the published network anew under other rules.",
            StepMember<[String]>.texts(
                "validators", "Names, with slashed, from EPOCH or until EPOCH behind; ada alone."),
            .texts("quorums", "AI_QUORUM of each consensus node; two nodes with none."),
            .integer("minimal", in: 0...1, standard: 0, "MVP_MODE: 1, or 0."),
            .integer(
                "base_loss", in: 1...1_000_000, standard: 4_000,
                "The loss of the base, in thousandths."),
            .optionalText("seeded", "The validator whose keys follow from the shipped seed.")
        ) {
            .published(
                .network(
                    NetworkPlan(
                        validators: $0, quorums: $1, isMinimal: $2 == 1, baseLoss: $3, seeded: $4)))
        },
        StepKind(
            "published_withhold", "Let look-ups of members' records fail from here on.",
            StepMember<[String]>.texts("members", "The members' names."),
            grants: [("do", .surface("record"))]
        ) { .published(.withhold($0)) },
        StepKind(
            "published_overwrite",
            "Overwrite each honest acknowledgement from here on, as soon as it is there.",
            StepMember<[UInt8]>.hexadecimal("value", "The value."),
            .integer(
                "seconds", in: 1...100_000_000, standard: 1_000_000, "Seconds up to its expiry."),
            grants: [("do", .surface("record"))]
        ) { .published(.overwrite(value: $0, seconds: $1)) },
    ]

    private static let honest: [StepKind<HybridOperation>] = [
        StepKind(
            "published_train", "Let honest trainers publish the deltas of a new round.",
            StepMember<[String]>.texts("by", "The trainers; nobody where it is missing.")
        ) { .published(.train($0)) },
        StepKind(
            "published_average", "Let an averager take the deltas that were announced.",
            StepMember<String>.text("by", standard: "ada", "The averager."),
            .choice(
                "key", KeyForm.self, standard: .own,
                "Its VALIDATOR_PUBKEY: its own, two bytes too short, or none.")
        ) { .published(.average(by: $0, key: $1)) },
        StepKind(
            "published_judge", "Let an averager's gate judge a delta's record as an update.",
            StepMember<String>.text("by", standard: "ada", "The averager."),
            .takes("of", "The delta's record.")
        ) { .published(.judge(by: $0, of: $1)) },
        .plain(
            "published_job", "Let a client of the engine begin a payload on the head.",
            .published(.job)),
        .plain(
            "published_payload", "Let the client ask for its payload.", .published(.payload)),
        .plain(
            "published_witness", "Let the operator acknowledge the update of the client's job.",
            .published(.witness)),
    ]

    private static let made: [StepKind<HybridOperation>] = [
        StepKind(
            "published_update", "Make an update's id.",
            StepMember<String>.makes(),
            .choice(
                "form", UpdateForm.self, standard: .fresh,
                "Drawn, the last honest one, or another with the first half of that.")
        ) { .published(.update(artefact: $0, $1)) },
        StepKind(
            "published_acknowledge", "Make the records by which members acknowledge an update.",
            StepMember<String>.makes(), .takes("of", "The update's id."),
            .texts("members", "The members' names; no key is needed."),
            .hexadecimal("value", "The value, for 01."),
            .integer(
                "seconds", in: -100_000...100_000_000, standard: 3_600, "Seconds up to the expiry.")
        ) {
            .published(
                .acknowledge(
                    Acknowledgements(
                        artefact: $0, update: $1, members: $2, value: $3, seconds: $4)))
        },
        StepKind(
            "published_delta", "Make the record of a delta.",
            StepMember<String>.makes(),
            .choice("form", MakeDelta.Form.self, standard: .even, "The delta's form."),
            .integer("value", in: -65_504...65_504, standard: 0, "The elements' value."),
            .integer("copies", in: 1...100, standard: 1, "Copies, each with 1 less in an element."),
            .optionalText("under", "The trainer under whose delta's id it stands."),
            .integer(
                "seconds", in: -100_000...100_000_000, standard: 3_600, "Seconds up to the expiry.")
        ) {
            .published(
                .delta(
                    MakeDelta(
                        artefact: $0, form: $1, value: $2, copies: $3, under: $4, seconds: $5)))
        },
        StepKind(
            "published_block", "Make a block.",
            StepMember<String>.makes(), .mayTake("update", "The update's id; zeros without."),
            .integer("slots", in: -10_000...1_000_000, standard: 0, "Slots added to the present."),
            .text("by", standard: "mallory", "The validator whose index it names."),
            .blockSigner(), .blockExtra()
        ) {
            .published(
                .block(
                    MakeBlock(
                        artefact: $0, update: $1, slots: $2, by: $3, signer: $4, extra: $5)))
        },
        StepKind(
            "published_vote", "Make a signed vote as a record, so that everybody can see it.",
            StepMember<String>.makes(), .signer(),
            .integer("source", in: 0...1_000, standard: 0, "The source epoch."),
            .integer("target", in: 0...1_000, standard: 1, "The target epoch."),
            .hexadecimal("root", "The target's root.")
        ) {
            .published(
                .vote(
                    MakeVote(artefact: $0, signer: $1, source: $2, target: $3, root: $4)))
        },
    ]

    private static let calls: [StepKind<HybridOperation>] = [
        StepKind(
            "published_call", "Make a request to the engine.",
            StepMember<String>.makes(),
            .text("http", standard: "POST", "The method of HTTP."),
            .text("content_type", standard: "application/json", "The content type."),
            .choice("call", MakeCall.Kind.self, standard: .forkchoice, "The call."),
            .text(
                "head", standard: "0x" + String(repeating: "ab", count: 32),
                "The headBlockHash; last: that of the engine's last block."),
            .text("timestamp", standard: "0x61cf9980", "The timestamp."),
            .text(
                "text", standard: "",
                "The payload's id, last for the engine's last, or the whole body of kind body.")
        ) {
            .published(
                .call(
                    MakeCall(
                        artefact: $0, http: $1, contentType: $2, kind: $3, head: $4,
                        timestamp: $5, text: $6)))
        }
    ]
}
