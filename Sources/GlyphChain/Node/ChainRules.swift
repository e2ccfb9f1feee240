public import BigInt
public import Trials

/// What a profile decides: what bytes mean, what holds, and what an account is. All else about a
/// chain (its store, its forks, its network) is the same in every profile.
public protocol ChainRules: Sendable {
    associatedtype Block: Sendable
    associatedtype Transaction: Sendable
    associatedtype Link: ChainLink
    associatedtype Account: AccountRow

    var profile: Profile { get }
    /// What a store must have been made for to hold a chain of these rules: a text for people, too.
    var pin: String { get }
    var genesis: Block { get }

    /// **Throws:** the ``Refusal`` of bytes that are no block.
    func block(_ bytes: [UInt8]) throws(Refusal) -> Block
    /// What ``block(_:)`` reads as the same block, and what is stored.
    func bytes(of block: Block) -> [UInt8]
    /// **Throws:** the ``Refusal`` of a block that later ones could not stand on.
    func link(of block: Block) throws(Refusal) -> Link
    func transactions(of block: Block) -> [Transaction]

    func transaction(_ bytes: [UInt8]) throws(Refusal) -> Transaction
    func bytes(of transaction: Transaction) -> [UInt8]

    /// What stops a block on a chain, but for money and the proof: cheap.
    func refusals(of block: Block, on chain: ChainView<Link>, clockSeconds: Int) -> [Refusal]
    /// Whether the proof is what the model computes: an inference. Only asked where nothing else
    /// stopped the block.
    func proofRefusal(of block: Block, on chain: ChainView<Link>) -> Refusal?

    /// Pays what a block pays; a book that refused is spoilt.
    func apply(_ block: Block, to book: inout AccountBook<Account>, height: Int) -> Refusal?
    /// Pays one transaction other than a coinbase; a book that refused may be spoilt.
    func apply(_ transaction: Transaction, to book: inout AccountBook<Account>) -> Refusal?

    /// A signed payment of so many units. **Precondition:** an address that the wallet's rules read.
    func payment(
        from wallet: Wallet, to address: String, amount: UInt64, nonce: UInt64
    ) throws(Refusal) -> [UInt8]
    /// What an address can pay with.
    func holding(of address: String, in book: AccountBook<Account>) -> Holding

    /// Tries to win a block; nil where no attempt of those allowed did.
    func mine(
        _ template: BlockTemplate<Transaction>, on chain: ChainView<Link>,
        random: inout ActorRandom
    ) throws(Refusal) -> Block?
}

/// What a block is for those that come after it.
public protocol ChainLink: Sendable {
    /// How it is called by people and by the next block.
    var hash: String { get }
    var work: BigInt { get }
}

/// What an address has.
public struct Holding: Sendable, Equatable {
    /// 0 where it is nothing that can be counted.
    public let units: UInt64
    public let nextNonce: UInt64
}

/// What a miner is asked to win.
public struct BlockTemplate<Transaction: Sendable>: Sendable {
    public let miner: String
    /// Besides the reward.
    public let transactions: [Transaction]
    public let timestampSeconds: Int
    public let attemptCountMax: Int

    public init(
        miner: String, transactions: [Transaction], timestampSeconds: Int, attemptCountMax: Int
    ) {
        self.miner = miner
        self.transactions = transactions
        self.timestampSeconds = timestampSeconds
        self.attemptCountMax = attemptCountMax
    }
}

/// A chain from genesis on: so many blocks of the main one and then those of a branch.
public struct ChainView<Link: Sendable>: RandomAccessCollection, Sendable {
    private let main: [Link]
    private let mainCount: Int
    private let branch: [Link]

    public init(main: [Link], count: Int? = nil, branch: [Link] = []) {
        self.main = main
        mainCount = count ?? main.count
        self.branch = branch
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { mainCount + branch.count }

    public subscript(height: Int) -> Link {
        precondition(indices.contains(height), "height \(height) of \(endIndex)")
        return height < mainCount ? main[height] : branch[height - mainCount]
    }

    /// One block longer.
    public func extended(by link: Link) -> ChainView {
        ChainView(main: main, count: mainCount, branch: branch + [link])
    }
}
