public import BigInt
public import Cryptography
internal import Encodings
public import Trials

/// What a profile decides: what bytes mean, what holds, and what an account is. All else about a
/// chain (its store, its forks, its network) is the same in every profile.
public protocol ChainRules: Sendable {
    associatedtype Block: Sendable
    associatedtype Transaction: Sendable
    associatedtype Link: ChainLink
    associatedtype Account: AccountRow

    var profile: Profile { get }
    /// The checks that are made; without one, what it stops goes on to the next.
    var guards: Guards { get }
    /// What a store must have been made for to hold a chain of these rules.
    var pin: ChainPin { get }
    var genesis: Block { get }
    /// Whether a chain that begins with a block is one of these.
    func isGenesis(_ block: Block) -> Bool

    /// **Throws:** the ``Refusal`` of bytes that are no block.
    func block(_ bytes: [UInt8]) throws(Refusal) -> Block
    /// What ``block(_:)`` reads as the same block, and what is stored.
    func bytes(of block: Block) -> [UInt8]
    /// **Throws:** the ``Refusal`` of a block that later ones could not stand on.
    func link(of block: Block) throws(Refusal) -> Link
    func transactions(of block: Block) -> [Transaction]

    /// The blocks of a chain's file, as ``block(_:)`` reads them, from genesis on.
    ///
    /// **Throws:** ``DocumentError``.
    func blocks(inDocument bytes: [UInt8]) throws(DocumentError) -> [[UInt8]]
    /// A block as an element of a chain's file, which is a JSON array of them.
    func documentElement(_ bytes: [UInt8]) -> [UInt8]

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

    /// A signed payment of so many units. **Throws:** the ``Refusal`` of an address that is none.
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
    /// What a proof had to be below.
    var target: BigInt { get }
    /// Since 1970; nil where it is no whole number.
    var timestampSeconds: Int? { get }
    var miner: String { get }
}

/// What a chain's database is made for.
public struct ChainPin: Sendable, Equatable, CustomStringConvertible {
    public let profile: Profile
    public let weightsHash: Digest

    public init(profile: Profile, weightsHash: Digest) {
        self.profile = profile
        self.weightsHash = weightsHash
    }

    /// As it is stored.
    public var description: String { "\(profile.rawValue), weights \(weightsHash.text)" }

    /// Nil for a text that ``description`` never is.
    public init?(_ text: String) {
        let parts = text.split(separator: ", weights ", omittingEmptySubsequences: false)
        guard parts.count == 2, let profile = Profile(rawValue: String(parts[0])),
            let hash = Hexadecimal.bytes(of: String(parts[1])), hash.count == 32
        else { return nil }
        self.init(profile: profile, weightsHash: Digest(bytes: hash))
    }
}

/// A chain's file that cannot be read.
public struct DocumentError: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
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
