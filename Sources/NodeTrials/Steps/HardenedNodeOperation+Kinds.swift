package import Scenarios

extension HardenedNodeOperation {
    package static let kinds: [StepKind<NodeOperation>] = [
        StepKind(
            "hardened_blocks", "Make a list of blocks, as it is pushed and answered.",
            StepMember<String>.makes(), .takesAll("blocks", "Artefacts of blocks.")
        ) { .hardened(.blocks(artefact: $0, blocks: $1)) },
        StepKind(
            "hardened_headers", "Make a list of the headers of blocks.",
            StepMember<String>.makes(), .takesAll("blocks", "Artefacts of blocks.")
        ) { .hardened(.headers(artefact: $0, blocks: $1)) },
        StepKind(
            "hardened_payments", "Make a list of payments.", StepMember<String>.makes(),
            .takesAll("payments", "Artefacts of payments.")
        ) { .hardened(.payments(artefact: $0, payments: $1)) },
        StepKind(
            "hardened_status", "Make the answer to a request for the status.",
            StepMember<String>.makes(),
            .text("of", standard: NodeParties.first, "The node whose height and tip it tells."),
            .text("work", standard: "", "The work that it claims; else the node's."),
            .integer("other", in: 0...1, standard: 0, "Whether, at 1, it is of another chain.")
        ) {
            .hardened(
                .status(artefact: $0, of: $1, work: $2, isOfAnotherChain: $3 == 1))
        },
    ]
}
