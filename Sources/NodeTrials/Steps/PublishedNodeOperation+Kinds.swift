package import Scenarios

extension PublishedNodeOperation {
    package static let kinds: [StepKind<NodeOperation>] = [
        StepKind(
            "published_unlist", "Let an operator take a node out of another's table of peers.",
            StepMember<String>.text("by", standard: NodeParties.second, "The operator's node."),
            .text("peer", standard: NodeParties.first, "The node that is taken out.")
        ) { .published(.unlist(by: $0, peer: $1)) },
        StepKind(
            "published_chain", "Make a whole chain of blocks.", StepMember<String>.makes(),
            .takesAll(
                "blocks", "Artefacts of blocks; what the first stands on comes before them."),
            .choice("form", Form.self, standard: .spaced, "The form of its bytes.")
        ) { .published(.chain(artefact: $0, blocks: $1, form: $2)) },
        StepKind(
            "published_status", "Make the answer to a request for the status.",
            StepMember<String>.makes(),
            .text("of", standard: NodeParties.first, "The node whose height and tip it tells."),
            .text("work", standard: "", "The work that it claims; else the node's.")
        ) { .published(.status(artefact: $0, of: $1, work: $2)) },
    ]
}
