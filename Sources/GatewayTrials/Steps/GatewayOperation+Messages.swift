internal import Scenarios

extension GatewayOperation {
    /// Messages of the hardened network.
    static let messages: [StepKind<GatewayOperation>] = [
        StepKind(
            "message",
            "Make messages of the hardened network, edit them, and sign them with a granted key.",
            StepMember<String>.makes(),
            .choice("kind", MessageStep.Kind.self, "The kind."), .namedSigner(), .epoch(), .total(),
            .text("prompt", standard: "hello", "The text beside an order."), .granted("votes"),
            .integer("count", in: 1...1_000, standard: 1, "Messages in a row."),
            .edits(sealed: false)
        ) { artefact, kind, party, epoch, total, prompt, votes, count, edits in
            .message(
                MessageStep(
                    artefact: artefact, kind: kind, party: party, epoch: epoch, total: total,
                    prompt: prompt, votes: votes, count: count, edits: edits))
        },
        StepKind(
            "say", "Let a party sign a message of the hardened network and send it, honestly.",
            StepMember<String?>.mayMake(),
            .choice("kind", MessageStep.Kind.self, "The kind."),
            .text("by", "The party."), .epoch(),
            .text("prompt", standard: "hello", "The text beside an order."),
            .edits(sealed: false)
        ) { artefact, kind, name, epoch, prompt, edits in
            .say(
                MessageStep(
                    artefact: artefact, kind: kind, party: NamedSigner(name), epoch: epoch,
                    total: 1_000, prompt: prompt, votes: [], count: 1, edits: edits))
        },
        StepKind(
            "abandon", "Let the gateway give up a session, whose node failed.",
            StepMember<String>.takes("what", "The order, which was kept."),
            .text("node", "The node.")
        ) { .abandon(order: $0, node: $1) },
    ]
}

extension StepMember where Value == [String] {
    /// Validators whose keys the attacker must be granted; none where the member is missing.
    fileprivate static func granted(_ name: String) -> Self {
        let names = texts(name, "Validators whose votes a call carries; else the epoch's.")
        return Self(names.descriptions) { (object, use) throws(ScenarioError) in
            let validators = try names.read(&object, &use)
            for (index, validator) in validators.enumerated() {
                use.ask(.key(validator), at: "\(name)[\(index)]")
            }
            return validators
        }
    }
}
