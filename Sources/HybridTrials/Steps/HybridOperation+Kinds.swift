package import Scenarios
internal import Trials

extension HybridOperation {
    package static let kinds =
        honest + sent + around + PublishedOperation.kinds + HardenedOperation.kinds

    private static let honest: [StepKind<HybridOperation>] = [
        StepKind(
            "rounds", "Let honest parties train, acknowledge and propose blocks.",
            StepMember<Int>.integer("count", in: 1...100, standard: 1, "Rounds, a block each.")
        ) { .rounds($0) },
        .plain("follow", "Let a node that was not there read the whole history.", .follow),
    ]

    private static let sent: [StepKind<HybridOperation>] = [
        .bytes { .bytes($0) },
        StepKind(
            "submit", "Send an artefact.", StepMember<String>.takes("what", "The artefact."),
            .surface("to", "The surface."),
            .integer("source", in: 1...800, standard: 1, "The attacker's connection."),
            .integer("times", in: 1...20_000, standard: 1, "How often it is sent.")
        ) { .submit(what: $0, to: $1, source: $2, times: $3) },
    ]

    private static let around: [StepKind<HybridOperation>] = [
        .advance { .advance(seconds: $0) },
        StepKind(
            "damage", "Change the stored bytes; the next restart begins from them.",
            StepMember<HybridDamage>.damage()
        ) { .damage($0) },
        .plain("remember", "Note the state that a restart must leave.", .remember),
        .plain("restart", "Start the node again from what is stored.", .restart),
    ]
}
