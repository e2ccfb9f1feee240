internal import BigInt
internal import PythonValues
internal import Trials

/// The published chain's balances and nonces, as a replay makes them.
///
/// Owners are whatever values transactions name, compared as keys of a dictionary: 1, 1.0 and true
/// are one owner, NaN is none that is ever found again.
struct PublishedLedger {
    struct Account {
        let owner: PythonValue
        var balance: PythonNumber = .integer(0)
        /// Of the last transaction that it sent.
        var nonce: PythonNumber = .integer(-1)
    }

    /// In the order in which they were first paid.
    private(set) var accounts: [Account] = []
    private var places: [PythonText: Int] = [:]  // looked up, never iterated
    private let guards: Guards

    init(guards: Guards) {
        self.guards = guards
    }

    /// Applies a block, and tells the guard that stopped it; what came before that guard stays.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    mutating func apply(_ block: PythonValue) throws(PythonError) -> Guard? {
        let transactions = try block.member("transactions")
        guard transactions.isTrue else { return PublishedGuards.coinbase }
        let coinbase = try transactions.firstElement()
        if guards.has(PublishedGuards.coinbase) {
            guard try Self.isCoinbase(coinbase),
                try coinbase.member("to").equals(block.member("miner")),
                try coinbase.member("amount").equals(
                    .integer(PublishedSchedule.reward(index: block.member("index"))))
            else { return PublishedGuards.coinbase }
        }
        let place = try place(of: coinbase.member("to"))
        accounts[place].balance =
            try accounts[place].balance + coinbase.member("amount").requiredNumber()
        for transaction in try transactions.elements().dropFirst() {
            if let stopped = try apply(transaction: transaction) { return stopped }
        }
        return nil
    }

    private static func isCoinbase(_ transaction: PythonValue) throws(PythonError) -> Bool {
        try transaction.optionalMember("type").equals(.text("coinbase"))
    }

    private mutating func apply(transaction: PythonValue) throws(PythonError) -> Guard? {
        if guards.has(PublishedGuards.secondCoinbase), try Self.isCoinbase(transaction) {
            return PublishedGuards.secondCoinbase
        }
        if guards.has(PublishedGuards.signature), !PublishedSignature.isGood(transaction) {
            return PublishedGuards.signature
        }
        let amount = try transaction.member("amount").requiredNumber()
        // NaN is not below 0, nor 0, and passes.
        let isPaid = !amount.isLess(than: .integer(0)) && !amount.equals(.integer(0))
        if guards.has(PublishedGuards.amount), !isPaid { return PublishedGuards.amount }
        let sender = try place(of: transaction.member("from"))
        let nonce = try transaction.member("nonce").requiredNumber()
        let last = accounts[sender].nonce
        let isUsed = nonce.isLess(than: last) || nonce.equals(last)
        if guards.has(PublishedGuards.nonce), isUsed { return PublishedGuards.nonce }
        let isOverspent = accounts[sender].balance.isLess(than: amount)
        if guards.has(PublishedGuards.balance), isOverspent { return PublishedGuards.balance }
        accounts[sender].nonce = nonce
        accounts[sender].balance = try accounts[sender].balance - amount
        let receiver = try place(of: transaction.member("to"))
        accounts[receiver].balance = try accounts[receiver].balance + amount
        return nil
    }

    /// The owner's place, a new one where it has none.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a value that is no key.
    private mutating func place(of owner: PythonValue) throws(PythonError) -> Int {
        switch owner {
        case .list, .dictionary: throw .type("unhashable type: '\(owner.typeName)'")
        case .string(let text):
            if let place = places[text] { return place }
            places[text] = accounts.count
        default:
            if let place = accounts.firstIndex(where: { $0.owner.equals(owner) }) { return place }
        }
        accounts.append(Account(owner: owner))
        return accounts.count - 1
    }
}
