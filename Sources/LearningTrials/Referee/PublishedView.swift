internal import PythonValues
internal import Scenarios
internal import Trials

/// A published node as values, for the referee to look at.
package struct PublishedView {
    /// A verdict in the engine's table, under the hash of a proof.
    package struct Validation {
        let proof: String
        let validator: String
        let target: String
        let isValid: Bool
    }

    /// A trainer's pay that was worked out, and its approval.
    package struct Payout {
        let trainer: String
        /// The hash of the proof.
        let proof: String
        let reward: PythonFloat
        let isApproved: Bool
        let approving: [String]
    }

    let nodeName: String
    /// From the first on, with all members.
    var blocks: [PythonValue]
    var balances: [(owner: String, balance: PythonNumber)]
    var authorities: [String]
    var validations: [Validation]
    /// Proofs that the engine took.
    var takenProofs: [PythonValue]
    var payouts: [Payout]
    /// From the first on.
    var trainingBlocks: [PythonValue]
    /// Messages that the node heard.
    var heard: [Submission]
    /// The exception that stops mining.
    var minerFailure: String?
}
