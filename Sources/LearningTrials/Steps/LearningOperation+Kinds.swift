package import Scenarios
internal import Trials

extension LearningOperation {
    package static let kinds =
        honest + made + proofs + blocks + sent + around
        + StepKind<LearningOperation>.network { .network($0) }

    /// Traffic of honest parties.
    private static let honest: [StepKind<LearningOperation>] = [
        StepKind(
            "pay", "Sign a payment, a bond or its end, and send it, honestly.",
            StepMember<String?>.mayMake(), .payment()
        ) { .pay($1, artefact: $0) },
        StepKind(
            "withhold", "Sign a payment, a bond or its end that nobody has sent yet.",
            StepMember<String>.makes(), .payment()
        ) { .withhold($1, artefact: $0) },
        StepKind(
            "mine", "Let an honest miner make blocks of all that waits.",
            StepMember<Int>.integer("blocks", in: 1...200, standard: 1, "Blocks in a row.")
        ) { .mine(blocks: $0) },
        StepKind(
            "train", "Let a trainer train, prove and open honestly, until a block pays for it.",
            StepMember<String?>.mayMake("The proof's name."), .trainer()
        ) { .train(by: $1, artefact: $0) },
        StepKind(
            "prove", "Let a trainer train and prove honestly; nobody has the proof yet.",
            StepMember<String>.makes(), .trainer()
        ) { .prove(by: $1, artefact: $0) },
        StepKind(
            "reward", "Let the node work out a trainer's pay, and have it approved.",
            StepMember<String>.text("for", standard: "attacker", "The trainer."),
            .integer("times", in: 1...10, standard: 1, "How often it approves.")
        ) { .reward(trainer: $0, times: $1) },
    ]

    private static let made: [StepKind<LearningOperation>] = [
        StepKind(
            "payment", "Make transactions, edit them, and sign them with a key that is granted.",
            StepMember<String>.makes(), .payment(), .signer(),
            .integer("nonce", in: -100...100, standard: 0, "Added to the nonce that is due."),
            .integer("count", in: 1...5_000, standard: 1, "Transactions in a row."),
            .edits(sealed: false)
        ) { artefact, plan, signer, nonce, count, edits in
            .payment(
                MakePayment(
                    artefact: artefact, plan: plan, signer: signer, nonceOffset: nonce,
                    count: count, edits: edits))
        },
        StepKind(
            "alter", "Change bytes without signing them again.", StepMember<String>.makes(),
            .takes("of", "The artefact."), .edits(sealed: false)
        ) { .alter(artefact: $0, of: $1, edits: $2) },
        StepKind(
            "take", "Take bytes that the ledger holds.", StepMember<String>.makes(),
            .choice("kind", Kind.self, "The kind of thing."),
            .integer("index", in: 0...10_000, standard: 0, "Its number, from 0.")
        ) { .take(artefact: $0, kind: $1, index: $2) },
        .bytes { .bytes($0) },
    ]

    private static let proofs: [StepKind<LearningOperation>] = [
        StepKind(
            "proof", "Make proofs of training, edit them, and sign them.",
            StepMember<String>.makes(),
            .party("The trainer that it names."),
            .choice("work", MakeProof.Work.self, standard: .honest, "The training behind it."),
            .mayTake("of", "The proof whose training is taken, of work copied."),
            .integer("count", in: 1...5_000, standard: 1, "Proofs in a row."),
            .edits(sealed: false)
        ) { artefact, by, work, of, count, edits in
            .proof(
                MakeProof(
                    artefact: artefact, by: by, work: work, of: of, count: count,
                    edits: edits))
        },
        StepKind(
            "opening", "Open the steps of a proof that is in the chain.",
            StepMember<String>.makes(), .takes("of", "The proof."),
            .choice("lie", MakeOpening.Lie.self, standard: MakeOpening.Lie.none, "The lie in it.")
        ) { .opening(MakeOpening(artefact: $0, of: $1, lie: $2)) },
        StepKind(
            "vote", "Make a validator's verdict on a proof, edit it, and sign it.",
            StepMember<String>.makes(), .takes("of", "The proof."),
            .party("The validator that it names."),
            StepMember<Says>.choice("says", Says.self, standard: .valid, "The verdict."),
            .edits(sealed: false)
        ) { artefact, of, by, says, edits in
            .vote(
                MakeVote(
                    artefact: artefact, of: of, by: by, isValid: says == Says.valid,
                    edits: edits))
        },
    ]

    private enum Says: String, Sendable, CaseIterable { case valid, invalid }

    private static let blocks: [StepKind<LearningOperation>] = [
        StepKind(
            "block", "Make a block of one's own.", StepMember<String>.makes(),
            StepMember<MakeBlock.Place>.place(), StepMember<MakeBlock.Parts>.parts(),
            StepMember<Mined>.choice(
                "work", Mined.self, standard: .done, "Whether it has the work."),
            StepMember<PerProfile<FieldEdits>>.edits(sealed: false)
        ) { artefact, place, parts, mined, edits in
            .block(
                MakeBlock(
                    artefact: artefact, place: place, parts: parts, isMined: mined == Mined.done,
                    edits: edits))
        },
        StepKind(
            "chain", "Make a training chain out of nothing, as a published peer has one.",
            StepMember<String>.makes(),
            .integer("count", in: 0...1_000, standard: 3, "Blocks besides the genesis."),
            .optionalInteger("epoch", in: 0...1 << 53, "The epoch of the last one."),
            .edits(sealed: false)
        ) { .chain(MakeChain(artefact: $0, count: $1, epoch: $2, edits: $3)) },
        StepKind(
            "http", "Make a request of HTTP by hand.", StepMember<String>.makes(),
            .text("method", standard: "POST", "The method."), .text("target", "The path."),
            .text("body", standard: "", "The body.")
        ) { .http(MakeRequest(artefact: $0, method: $1, target: $2, body: $3)) },
    ]

    private enum Mined: String, Sendable, CaseIterable { case done, none }

    private static let sent: [StepKind<LearningOperation>] = [
        StepKind(
            "submit", "Send an artefact to a surface, several parts one after the other.",
            StepMember<String>.takes("what", "The artefact."), .surface("to", "The surface."),
            .integer("source", in: 1...800, standard: 1, "The sender's number."),
            .integer("times", in: 1...10_000, standard: 1, "How often.")
        ) { .submit(what: $0, to: $1, source: $2, times: $3) },
        .hear(Surface("gossip")) { .hear(artefact: $0, source: $1) },
        .advance { .advance(seconds: $0) },
    ]

    private static let around: [StepKind<LearningOperation>] = [
        StepKind(
            "damage", "Change the stored bytes of the stopped node.",
            StepMember<LearningDamage>.damage(), reach: .firstNode,
            grants: [("do", .surface("store"))]
        ) { .damage($0) },
        .plain(
            "remember", "Note the state, which a restart must leave.", reach: .firstNode,
            .remember),
        .plain("restart", "Start the node from its stored bytes.", reach: .firstNode, .restart),
    ]
}
