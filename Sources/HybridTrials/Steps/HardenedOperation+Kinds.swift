internal import NetworkTrials
package import Scenarios

extension HardenedOperation {
    package static let kinds: [StepKind<HybridOperation>] = honest + signed + shown

    private static let honest: [StepKind<HybridOperation>] = [
        .plain("train", "Let all trainers publish their deltas of this slot.", .hardened(.train)),
        .plain(
            "turn", "Let rounds pass until it is the turn of a proposer of the attacker's.",
            .hardened(.turn)),
        .plain("pass", "Let this slot pass without a block.", .hardened(.pass)),
        StepKind(
            "overhear", "Take what everybody can hear.", StepMember<String>.makes(),
            .choice("what", HardenedGood.self, "The goods."),
            .text("of", standard: "", "The validator whose they are; else all of them.")
        ) { .hardened(.hear($1, of: $2, artefact: $0)) },
    ]

    private static let slots = StepMember<Int>.integer(
        "slots", in: -1_000...1_000, standard: 0, "Slots after this one.")

    private static let variant = StepMember<Int>.integer(
        "variant", in: 0...1_000, standard: 0, "One of several that differ.")

    private static let signed: [StepKind<HybridOperation>] = [
        StepKind(
            "sign_delta", "Make a delta.", StepMember<String>.makes(),
            .text("trainer", standard: "mallory", "The trainer that it names."), .signer(),
            .choice(
                "twist", HardenedDeltaPlan.Twist.self, standard: HardenedDeltaPlan.Twist.none,
                "The difference from an honest one."), slots, variant,
            .integer("count", in: 1...100, standard: 1, "So many, which differ, in a row.")
        ) {
            .hardened(
                .delta(
                    HardenedDeltaPlan(
                        artefact: $0, trainer: $1, signer: $2, twist: $3, slots: $4, variant: $5,
                        count: $6)))
        },
        StepKind(
            "write_update", "Make the body of an update of this slot.",
            StepMember<String>.makes(),
            .takesAll("deltas", "Deltas in the place of their trainers'."),
            .choice(
                "twist", HardenedUpdatePlan.Twist.self, standard: HardenedUpdatePlan.Twist.none,
                "The difference from an honest one."), slots
        ) {
            .hardened(
                .update(HardenedUpdatePlan(artefact: $0, deltas: $1, twist: $2, slots: $3)))
        },
        StepKind(
            "sign_acks", "Make acknowledgements of an update.", StepMember<String>.makes(),
            .takes("of", "The update."), .signers(),
            .choice(
                "twist", HardenedAcknowledgementPlan.Twist.self,
                standard: HardenedAcknowledgementPlan.Twist.none,
                "The difference from an honest one."), slots
        ) {
            .hardened(
                .acknowledgement(
                    HardenedAcknowledgementPlan(
                        artefact: $0, of: $1, signers: $2, twist: $3, slots: $4)))
        },
        StepKind(
            "sign_vote", "Make a vote.", StepMember<String>.makes(),
            .text("validator", standard: "mallory", "The validator that it names."), .signer(),
            .integer("source", in: -1...1_000, standard: -1, "Its source's epoch."),
            .integer("target", in: -1...1_000, standard: -1, "Its target's epoch."),
            .choice(
                "twist", HardenedVotePlan.Twist.self, standard: HardenedVotePlan.Twist.none,
                "The difference from an honest one.")
        ) {
            .hardened(
                .vote(
                    HardenedVotePlan(
                        artefact: $0, validator: $1, signer: $2, source: $3, target: $4,
                        twist: $5)))
        },
        StepKind(
            "sign_block", "Make a block.", StepMember<String>.makes(),
            .text("proposer", standard: "mallory", "The proposer that it names."), .signer(),
            .text("on", standard: "", "An artefact of a block, or genesis; else the head."),
            .integer(
                "slots", in: -1_000...1_000, standard: 0,
                "Slots after this one."), .mayTake("update", "Its update."),
            .takesAll("acks", "Acknowledgements."), .takesAll("votes", "Votes."),
            .takesAll("evidence", "Evidence."),
            .choice(
                "twist", HardenedBlockPlan.Twist.self, standard: HardenedBlockPlan.Twist.none,
                "The difference from an honest one."), variant
        ) { artefact, proposer, signer, on, slots, update, acks, votes, evidence, twist, variant in
            .hardened(
                .block(
                    HardenedBlockPlan(
                        artefact: artefact, proposer: proposer, signer: signer, on: on,
                        slots: slots, update: update, acknowledgements: acks, votes: votes,
                        evidence: evidence, twist: twist, variant: variant)))
        },
    ]

    private static let shown: [StepKind<HybridOperation>] = [
        StepKind(
            "accuse", "Make a piece of evidence.", StepMember<String>.makes(),
            .integer("kind", in: 0...255, "Its kind."),
            .takes("first", "The first object: the header of a block, the first of several."),
            .mayTake("second", "The second object."), .takesAll("deltas", "Deltas."),
            .choice(
                "twist", HardenedEvidencePlan.Twist.self,
                standard: HardenedEvidencePlan.Twist.none, "The difference from an honest one.")
        ) {
            .hardened(
                .evidence(
                    HardenedEvidencePlan(
                        artefact: $0, kind: $1, first: $2, second: $3, deltas: $4, twist: $5)))
        },
        StepKind(
            "ask", "Make requests to the hardened engine.", StepMember<String>.makes(),
            .choice("method", HardenedRequestPlan.Method.self, "The method."),
            .choice(
                "twist", HardenedRequestPlan.Twist.self,
                standard: HardenedRequestPlan.Twist.none, "The difference from an honest one."),
            .mayTake("of", "A block to be judged."),
            .integer("count", in: 1...1_000, standard: 1, "So many, of rising slots, in a row.")
        ) {
            .hardened(
                .request(
                    HardenedRequestPlan(
                        artefact: $0, method: $1, twist: $2, of: $3, count: $4)))
        },
    ]
}
