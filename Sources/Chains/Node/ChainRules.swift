package import BigInt
package import Trials

/// The rules of a chain: the meaning of its bytes, the blocks that hold, its accounts. All else
/// about a chain (its store, its forks, its network) is the same for all rules, and follows the
/// properties below.
package protocol ChainRules: Sendable {
    associatedtype Block: Sendable
    associatedtype Transaction: Sendable
    associatedtype Link: ChainLink
    associatedtype Account: AccountRow
    associatedtype Pin: StorePin

    /// A label for people and tests: nothing about a node depends on it.
    var profile: Profile { get }
    /// The checks that are made; without a check, bytes that it stops go on to the next.
    var guards: Guards { get }
    /// The guards of these rules, whether they stand or are taken out.
    var ownGuards: [Guard] { get }
    /// Whether a block is checked in the order of cost: money before the costly check, and nothing
    /// after the first refusal. Otherwise the costly check comes first, and money is judged
    /// whatever was found.
    var judgesMoneyFirst: Bool { get }
    /// The code of bytes that a node dies of, after which it checks nothing: it is no guard, for
    /// nothing takes it out. Nil for rules that survive all bytes.
    var fatalCode: Guard? { get }
    /// The codes of refusals that depend on the clock: an honest source may have had another one.
    var clockCodes: [Guard] { get }
    /// Whether a source answers for what it sends: a wrong block costs it all costly checks for
    /// some time, and it fills no more than its share of the table of peers.
    var limitsSources: Bool { get }
    /// Whether a node that is started again must lead through its ``StoreAnchor``, the point that
    /// it had reached.
    var isAnchored: Bool { get }
    /// The pin of stores that are made for chains of these rules.
    var pin: Pin { get }
    var genesis: Block { get }
    /// Whether the block may begin a chain of these rules.
    func isGenesis(_ block: Block) -> Bool

    /// **Throws:** the ``Refusal`` of bytes that are no block.
    func block(_ bytes: [UInt8]) throws(Refusal) -> Block
    /// The bytes that are stored; ``block(_:)`` reads them as the same block.
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

    /// All that stops a block on a chain, but for money and the costly check: cheap.
    func refusals(of block: Block, on chain: ChainView<Link>, clockSeconds: Int) -> [Refusal]
    /// The refusal by a check that costs far more than all others. Only asked where nothing else
    /// stopped the block.
    func costlyRefusal(of block: Block, on chain: ChainView<Link>) -> Refusal?

    /// These rules for blocks that are known before they are judged.
    func lookingAhead() -> Foresight<Self>

    /// Pays a block's reward and transactions. **Result:** the refusal, which leaves a spoilt book.
    func apply(_ block: Block, to book: inout AccountBook<Account>, height: Int) -> Refusal?
    /// Pays a transaction other than a coinbase. **Result:** the refusal, which may leave a spoilt
    /// book.
    func apply(_ transaction: Transaction, to book: inout AccountBook<Account>) -> Refusal?

    /// A signed payment of so many units. **Throws:** the ``Refusal`` of an address that is none.
    func payment(
        from wallet: Wallet, to address: String, amount: UInt64, nonce: UInt64
    ) throws(Refusal) -> [UInt8]
    /// The coins of an address, and its next nonce.
    func holding(of address: String, in book: AccountBook<Account>) -> Holding

    /// Tries to win a block; nil if none of the allowed attempts did.
    func mine(
        _ template: BlockTemplate<Transaction>, on chain: ChainView<Link>,
        random: inout ActorRandom
    ) throws(Refusal) -> Block?
}

extension ChainRules {
    package func lookingAhead() -> Foresight<Self> { Foresight(rules: self) { _ in } }
}

/// Rules whose costly checks of blocks to come are made together, some ahead of the judgement,
/// where that costs less. They judge as the rules that they are made of.
package struct Foresight<Rules: ChainRules> {
    package let rules: Rules
    /// Tells which blocks are judged next, in that order, as ``ChainRules/block(_:)`` reads them.
    package let expect: (_ blocks: [[UInt8]]) -> Void

    package init(rules: Rules, expect: @escaping (_ blocks: [[UInt8]]) -> Void) {
        self.rules = rules
        self.expect = expect
    }
}

/// The part of a block that later blocks and reports read.
package protocol ChainLink: Sendable {
    /// The hash by which people and the next block name it.
    var hash: String { get }
    var work: BigInt { get }
    /// Seconds since 1970; nil if the timestamp is no integer.
    var timestampSeconds: Int? { get }
    var miner: String { get }
}

/// A chain's file that cannot be read.
package struct DocumentError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// The coins of an address, and the nonce of its next payment.
package struct Holding: Sendable, Equatable {
    /// 0 if the balance is below 0 or no integer.
    package let units: UInt64
    package let nextNonce: UInt64

    package init(units: UInt64, nextNonce: UInt64) {
        self.units = units
        self.nextNonce = nextNonce
    }
}

/// A block for a miner to win.
package struct BlockTemplate<Transaction: Sendable>: Sendable {
    package let miner: String
    /// The payments besides the reward.
    package let transactions: [Transaction]
    package let timestampSeconds: Int
    package let attemptCountMax: Int

    package init(
        miner: String, transactions: [Transaction], timestampSeconds: Int, attemptCountMax: Int
    ) {
        self.miner = miner
        self.transactions = transactions
        self.timestampSeconds = timestampSeconds
        self.attemptCountMax = attemptCountMax
    }
}

/// A chain from genesis on: the first blocks of the main chain, then those of a branch.
package struct ChainView<Link: Sendable>: RandomAccessCollection, Sendable {
    private let main: [Link]
    private let mainCount: Int
    private let branch: [Link]

    package init(main: [Link], count: Int? = nil, branch: [Link] = []) {
        self.main = main
        mainCount = count ?? main.count
        self.branch = branch
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { mainCount + branch.count }

    package subscript(height: Int) -> Link {
        precondition(indices.contains(height), "height \(height) of \(endIndex)")
        return height < mainCount ? main[height] : branch[height - mainCount]
    }

    /// The chain up to a height of the main one, with other blocks above it.
    ///
    /// **Precondition:** a height of the main chain.
    package func parting(atHeight height: Int, into branch: [Link]) -> ChainView {
        precondition((0..<mainCount).contains(height), "height \(height) of \(mainCount)")
        return ChainView(main: main, count: height + 1, branch: branch)
    }

    /// The chain with one more block.
    package func extended(by link: Link) -> ChainView {
        ChainView(main: main, count: mainCount, branch: branch + [link])
    }
}
