internal import GlyphChain
internal import Scenarios
internal import Trials

/// The attacker's workshop for the chain of one profile: it makes blocks and payments, honest ones
/// and such as no honest node makes.
protocol ChainForge {
    associatedtype Rules: ChainRules

    var rules: Rules { get }

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

    /// Of what a payment's signature is of, as this workshop signs and the system verifies.
    var signedDigestBitCount: Int { get }

    /// The bytes of a transaction of a block, coinbase apart.
    func transaction(_ index: Int, ofBlock bytes: [UInt8]) throws -> [UInt8]

    /// A field as edits spell it.
    func field(_ path: String, ofBlock bytes: [UInt8]) throws -> String

    /// The other of the two signatures that a key makes of one digest.
    func withOtherS(_ transaction: [UInt8]) throws -> [UInt8]

    /// What a referee of his own reads, by no code of the system's; or why it means nothing
    /// exact.
    func exact(_ bytes: [UInt8], height: Int) -> Result<ExactBlock, Inexact>
    func exactPayment(_ bytes: [UInt8]) -> Result<ExactPayment, Inexact>
    /// What the referee says a target must be.
    func exactTarget(_ height: Int, _ blocks: [ExactBlock]) -> String
    /// Whether a block may be of a time, by those of all below it, genesis first. How far ahead of
    /// a clock it is, is another question.
    func isLateEnough(_ seconds: Int, after times: [Int]) -> Bool
    /// The proof that a block earns, computed again; nil where no model can answer what it asks.
    ///
    /// **Throws:** an error of the laboratory.
    func earnedProof(_ bytes: [UInt8]) throws -> String?
}

/// What the attacker wants of a block.
struct BlockPlan {
    let miner: Wallet
    let transactions: [[UInt8]]
    let timestampSeconds: Int
    let edits: FieldEdits
}

/// A block as the referee reads it: exact integers, addresses and digests, nothing else.
struct ExactBlock: Equatable {
    let index: Int
    let timestampSeconds: Int
    let miner: String
    /// 64 hex digits.
    let target: String
    let proof: String
    let previousHash: String
    let hash: String
    /// Of the miner.
    let reward: Int
    let payments: [ExactPayment]
    /// The one form that these bytes should have.
    let canonicalBytes: [UInt8]
}

struct ExactPayment: Equatable, Hashable {
    let from: String
    let to: String
    let amount: Int
    let nonce: Int
    let signature: String
    let canonicalBytes: [UInt8]
}

enum ExactTime {
    /// Of the last eleven, of an even number the later one. **Precondition:** one at least.
    static func median(_ times: [Int]) -> Int {
        let last = times.suffix(11).sorted()
        return last[last.count / 2]
    }
}

enum Mining {
    /// Enough that a forger who may work never goes away without a block.
    static let attemptCountMax = 200_000
}
