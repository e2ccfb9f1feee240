package import BigInt
package import Chains
package import Encodings
package import Scenarios
package import Trials

/// The tools of an attacker on the chain of one profile: blocks and payments, honest ones and such
/// as no honest node makes.
package protocol ChainForge {
    associatedtype Rules: ChainRules

    var rules: Rules { get }
    /// The most attempts for one proof.
    var attemptCountMax: Int { get set }

    /// The target of the next block; nil where the rules die of asking.
    func nextTarget(on chain: ChainView<Rules.Link>) -> BigUInt?
    /// Proofs that the attacker computes by himself.
    ///
    /// **Throws:** ``StepFault`` where the question is none of these rules, or has no proof.
    func proofs(_ question: ProofRequest) throws -> [String]
    /// Facts that a miner of these rules must know.
    var facts: [JSONMember] { get }

    /// A block that keeps all rules but those that the edits break.
    func block(
        _ plan: BlockPlan, on chain: ChainView<Rules.Link>, random: inout ActorRandom
    ) throws -> [UInt8]

    /// A block whose fields are changed and, where there are any, whose payments are others. All is
    /// made right again but the proof, unless the edits say what is.
    func altered(
        _ bytes: [UInt8], transactions: [[UInt8]]?, edits: FieldEdits, random: inout ActorRandom
    ) throws -> [UInt8]

    /// A payment whose fields are changed, signed again by whoever signs it.
    func payment(_ bytes: [UInt8], edits: FieldEdits, signer: Wallet) throws -> [UInt8]

    /// Bits of the digest that a payment's signature is of, as this workshop signs and the system
    /// verifies.
    var signedDigestBitCount: Int { get }

    /// The bytes of a transaction of a block, coinbase apart.
    func transaction(_ index: Int, ofBlock bytes: [UInt8]) throws -> [UInt8]

    /// A field as edits spell it.
    func field(_ path: String, ofBlock bytes: [UInt8]) throws -> String

    /// The other of the two signatures that a key makes of one digest.
    func withOtherS(_ transaction: [UInt8]) throws -> [UInt8]
}

/// An attacker's plan for a block.
package struct BlockPlan {
    package let miner: Wallet
    package let transactions: [[UInt8]]
    package let timestampSeconds: Int
    package let edits: FieldEdits

    package init(
        miner: Wallet, transactions: [[UInt8]], timestampSeconds: Int, edits: FieldEdits
    ) {
        self.miner = miner
        self.transactions = transactions
        self.timestampSeconds = timestampSeconds
        self.edits = edits
    }
}

package enum Mining {
    /// Enough that a forger who may work never goes away without a block.
    package static let attemptCountMax = 200_000
}
