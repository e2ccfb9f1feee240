package import Scenarios

/// The referee's notes: all that honest parties did and meant.
package struct LearningBooks {
    /// The file that the network began with.
    let genesis: [UInt8]
    /// Keys whose holders' will is whatever the attacker signs, as texts.
    let grantedKeys: [String]
    /// Payments that honest parties signed, each for one use.
    private(set) var payments: [[UInt8]] = []
    /// Proofs of honest trainings that were sent.
    private(set) var trainings: [[UInt8]] = []
    /// Votes that honest validators signed.
    private(set) var votes: [[UInt8]] = []
    package var hasDied = false
    /// Steps that nodes trained again for the attacker.
    var auditedSteps = 0
    package var heldBefore: [String]?
    package var heldAfter: [String]?

    package init(genesis: [UInt8], grantedKeys: [String]) {
        self.genesis = genesis
        self.grantedKeys = grantedKeys
    }

    package mutating func note(payment: [UInt8]) { payments.append(payment) }
    package mutating func note(training: [UInt8]) { trainings.append(training) }
    package mutating func note(vote: [UInt8]) { votes.append(vote) }

    package var storeFinding: Finding {
        guard let heldBefore, let heldAfter else { return .intact("nothing was started again") }
        return heldBefore == heldAfter
            ? .intact("the start left \(heldAfter.count) entries")
            : .violated("\(heldBefore.count) entries before the start, others after it")
    }
}
