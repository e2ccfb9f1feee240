package import PythonValues
package import Scenarios
internal import Trials

/// A published node as values, for the referee to look at.
package struct PublishedView {
    /// A verdict in the engine's table, under the hash of a proof.
    package struct Validation {
        let proof: String
        let validator: String
        let target: String
        let isValid: Bool

        package init(proof: String, validator: String, target: String, isValid: Bool) {
            self.proof = proof
            self.validator = validator
            self.target = target
            self.isValid = isValid
        }
    }

    /// A trainer's pay that was worked out, and its approval.
    package struct Payout {
        let trainer: String
        /// The hash of the proof.
        let proof: String
        let reward: PythonFloat
        let isApproved: Bool
        let approving: [String]

        package init(
            trainer: String, proof: String, reward: PythonFloat, isApproved: Bool,
            approving: [String]
        ) {
            self.trainer = trainer
            self.proof = proof
            self.reward = reward
            self.isApproved = isApproved
            self.approving = approving
        }
    }

    package let nodeName: String
    /// From the first on, with all members.
    package var blocks: [PythonValue]
    package var balances: [(owner: String, balance: PythonNumber)]
    package var authorities: [String]
    package var validations: [Validation]
    /// Proofs that the engine took.
    package var takenProofs: [PythonValue]
    package var payouts: [Payout]
    /// From the first on.
    package var trainingBlocks: [PythonValue]
    /// Messages that the node heard.
    package var heard: [Submission]
    /// The exception that stops mining.
    package var minerFailure: String?

    package init(
        nodeName: String, blocks: [PythonValue],
        balances: [(owner: String, balance: PythonNumber)], authorities: [String],
        validations: [Validation], takenProofs: [PythonValue], payouts: [Payout],
        trainingBlocks: [PythonValue], heard: [Submission], minerFailure: String?
    ) {
        self.nodeName = nodeName
        self.blocks = blocks
        self.balances = balances
        self.authorities = authorities
        self.validations = validations
        self.takenProofs = takenProofs
        self.payouts = payouts
        self.trainingBlocks = trainingBlocks
        self.heard = heard
        self.minerFailure = minerFailure
    }
}
