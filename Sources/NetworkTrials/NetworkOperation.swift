package import Scenarios

/// A step that means the same on every whole network.
package enum CommonOperation: Sendable {
    case bytes(BytesStep)
    case submit(what: String, to: String, source: Int, times: Int)
    case advance(seconds: Int)
    /// Changes the stored bytes, from which the next restart begins.
    case damage(StoreDamage)
    /// Notes the state that a restart must leave.
    case remember
    case restart
}

/// An operation in the arena of a whole network.
package protocol NetworkOperation: StepOperation {
    static func common(_ operation: CommonOperation) -> Self
    /// The operation, if it is one of those that all networks have.
    var commonOperation: CommonOperation? { get }
}

extension NetworkOperation {
    /// The kinds of the common steps, in the order of the reference.
    package static var commonKinds: [StepKind<Self>] {
        [
            .bytes { .common(.bytes($0)) },
            StepKind(
                "submit", "Send an artefact.", StepMember<String>.takes("what", "The artefact."),
                .surface("to", "The surface."),
                .integer("source", in: 1...800, standard: 1, "The attacker's connection."),
                .integer("times", in: 1...20_000, standard: 1, "How often it is sent.")
            ) { .common(.submit(what: $0, to: $1, source: $2, times: $3)) },
            .advance { .common(.advance(seconds: $0)) },
            StepKind(
                "damage", "Change the stored bytes; the next restart begins from them.",
                StepMember<StoreDamage>.damage()
            ) { .common(.damage($0)) },
            .plain(
                "remember", "Note the state that a restart must leave.", .common(.remember)),
            .plain("restart", "Start the node again from what is stored.", .common(.restart)),
        ]
    }
}
