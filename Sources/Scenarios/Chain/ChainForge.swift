internal import GlyphChain
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

    /// A payment whose fields are changed, signed again by whoever signs it.
    func payment(_ bytes: [UInt8], edits: FieldEdits, signer: Wallet) throws -> [UInt8]

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
    /// The proof that a block earns, computed again.
    func earnedProof(_ bytes: [UInt8]) throws -> String
}

/// What the attacker wants of a block.
struct BlockPlan {
    let miner: Wallet
    let transactions: [[UInt8]]
    let timestampSeconds: Int
    let edits: FieldEdits
}

/// Why bytes have no exact reading.
struct Inexact: Error, Equatable {
    let why: String
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

enum Mining {
    /// Enough that a forger who may work never goes away without a block.
    static let attemptCountMax = 200_000
}
