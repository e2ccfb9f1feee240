internal import Encodings
internal import Scenarios

/// A message that only the hardened network has, by one signer.
package struct MessageStep: Sendable {
    /// A kind of message; each has its surface.
    enum Kind: String, Sendable, CaseIterable {
        /// A validator's word on a receipt, and a node's on where it is paid.
        case quality, address
        /// The treasury's word that a user has paid, a user's order, a gateway's price.
        case credit, order, ask
        /// A gateway's proposal of a batch, and a validator's signature of it.
        case proposal, partial
        /// A gateway's record for the directory.
        case record
        /// A call of the token, and a switch between paused and not.
        case call, pause
        /// A request for receipts, which nobody signs.
        case pull

        /// The surface that takes it.
        var surface: String {
            switch self {
            case .quality, .address: "note"
            case .call: "token"
            default: rawValue
            }
        }
    }

    /// Nil where nobody keeps it.
    let artefact: String?
    let kind: Kind
    /// The party that the message names, and the holder of the key that signs.
    let voter: BallotStep.Voter
    /// The epoch of a batch, and its total where the epoch is not settled.
    let epoch: Int
    let total: Int
    /// The text beside an order.
    let prompt: String
    /// Validators whose votes a call carries; none for those of the settled epoch.
    let votes: [String]
    /// Messages in a row.
    let count: Int
    let edits: PerProfile<FieldEdits>
}

extension GatewayOperation {
    /// Messages of the hardened network.
    static let messages: [StepKind<GatewayOperation>] = [
        StepKind(
            "message",
            "Make messages of the hardened network, edit them, and sign them with a granted key.",
            StepMember<String>.makes(),
            .choice("kind", MessageStep.Kind.self, "The kind."), .voter(), .epoch(), .total(),
            .text("prompt", standard: "hello", "The text beside an order."), .granted("votes"),
            .integer("count", in: 1...1_000, standard: 1, "Messages in a row."),
            .edits(sealed: false)
        ) { artefact, kind, voter, epoch, total, prompt, votes, count, edits in
            .message(
                MessageStep(
                    artefact: artefact, kind: kind, voter: voter, epoch: epoch, total: total,
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
                    artefact: artefact, kind: kind,
                    voter: BallotStep.Voter(name: name, signer: name), epoch: epoch, total: 1_000,
                    prompt: prompt, votes: [], count: 1, edits: edits))
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
