internal import Scenarios

/// A question of a script's about a node.
package enum ChainQuestion: StepOperation {
    case head
    case block(height: Int)
    /// The account of an actor's name, or of an address of 40 hex digits.
    case account(of: String)
    case waiting
    case peers
    /// The attacker's own computing power.
    case prove(ProofRequest)
}
