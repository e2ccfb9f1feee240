/// The way in which a node treats others.
package enum PeerBehaviour: String, Sendable, CaseIterable {
    case honest
    /// Joins and lives, so that others know it, and answers no question.
    case silent
    /// Names only accomplices where it is asked for neighbours, and has no value.
    case falseNeighbours = "false-neighbours"
    /// Answers any question for a value with another one, or with none.
    case falseValues = "false-values"

    package static let attacks: [PeerBehaviour] = [.silent, .falseNeighbours, .falseValues]

    package var isHonest: Bool { self == .honest }
}
