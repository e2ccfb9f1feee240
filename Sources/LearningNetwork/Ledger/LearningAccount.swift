internal import Encodings

/// An address: its coins, its bond, and what its proofs were worth.
package struct LearningAccount: Sendable, Equatable {
    /// A bond that was ended, held until an epoch begins.
    package struct Ending: Sendable, Equatable {
        package let units: Int
        /// The epoch at whose first block the units are free.
        package let epoch: Int
    }

    /// Units that can be spent. Below 0 only where `balance` is taken out.
    package var balance = 0
    package var bond = 0
    package var endings: [Ending] = []
    /// The key that bonded; nil before.
    package var key: LearningKey?
    /// The nonce of the next transaction.
    package var nonce = 0
    /// Thousandths, 0 to 100,000.
    package var reputation = LearningLimits.reputationStart

    package init() {}

    /// Units that are held: the bond, and bonds that were ended.
    package var held: Int { endings.reduce(bond) { $0.saturating($1.units) } }

    var json: JSONValue {
        CanonicalObject.value([
            ("balance", .integer(balance)), ("bond", .integer(bond)),
            (
                "endings",
                .array(endings.map { .array([.integer($0.epoch), .integer($0.units)]) })
            ),
            ("key", .string(key?.text ?? "")), ("nonce", .integer(nonce)),
            ("reputation", .integer(reputation)),
        ])
    }
}

extension Int {
    /// The sum, or the nearest number that 64 bits hold: sums beyond come up only where a guard is
    /// taken out.
    func saturating(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? (other < 0 ? Int.min : Int.max) : sum
    }
}
