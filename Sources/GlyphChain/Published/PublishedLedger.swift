internal import BigInt
internal import Chains
internal import PythonValues
internal import Trials

/// The published chain's economics: the payments of a block.
struct PublishedLedger {
    typealias Book = AccountBook<PublishedAccount>

    let guards: Guards
    var counter: WorkCounter?

    /// Applies a block. **Result:** the guard that stopped it; the payments before that stay
    /// applied.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    func apply(
        _ block: PythonValue, to book: inout Book
    ) throws(PythonError) -> Guard? {
        let transactions = try block.member("transactions")
        guard transactions.isTrue else {
            return guards.has(PublishedGuards.coinbase) ? PublishedGuards.coinbase : nil
        }
        let coinbase = try transactions.firstElement()
        if guards.has(PublishedGuards.coinbase) {
            guard try Self.isCoinbase(coinbase),
                try coinbase.member("to").equals(block.member("miner")),
                try coinbase.member("amount").equals(
                    .integer(PublishedSchedule.reward(index: block.member("index"))))
            else { return PublishedGuards.coinbase }
        }
        let place = try place(of: coinbase.member("to"), in: &book)
        let balance =
            try book.accounts[place].balance + coinbase.member("amount").requiredNumber()
        book.update(place) { $0.balance = balance }
        for transaction in try transactions.elements().dropFirst() {
            if let stopped = try apply(transaction: transaction, to: &book) { return stopped }
        }
        return nil
    }

    private static func isCoinbase(_ transaction: PythonValue) throws(PythonError) -> Bool {
        try transaction.optionalMember("type").equals(.text("coinbase"))
    }

    func apply(
        transaction: PythonValue, to book: inout Book
    ) throws(PythonError) -> Guard? {
        counter?.addTransaction()
        if guards.has(PublishedGuards.secondCoinbase), try Self.isCoinbase(transaction) {
            return PublishedGuards.secondCoinbase
        }
        if guards.has(PublishedGuards.signature) {
            counter?.addSignatureCheck()
            guard PublishedSignature.isGood(transaction) else { return PublishedGuards.signature }
        }
        let amount = try transaction.member("amount").requiredNumber()
        // NaN is not below 0, nor 0, and passes.
        let isPaid = !amount.isLess(than: .integer(0)) && !amount.equals(.integer(0))
        if guards.has(PublishedGuards.amount), !isPaid { return PublishedGuards.amount }
        let sender = try place(of: transaction.member("from"), in: &book)
        let nonce = try transaction.member("nonce").requiredNumber()
        let last = book.accounts[sender].nonce
        let isUsed = nonce.isLess(than: last) || nonce.equals(last)
        if guards.has(PublishedGuards.nonce), isUsed { return PublishedGuards.nonce }
        let balance = book.accounts[sender].balance
        let isOverspent = balance.isLess(than: amount)
        if guards.has(PublishedGuards.balance), isOverspent { return PublishedGuards.balance }
        let less = try balance - amount
        book.update(sender) { account in
            account.nonce = nonce
            account.balance = less
        }
        let receiver = try place(of: transaction.member("to"), in: &book)
        let more = try book.accounts[receiver].balance + amount
        book.update(receiver) { $0.balance = more }
        return nil
    }

    /// The owner's place, a new one where it has none.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a value that is no key.
    private func place(
        of owner: PythonValue, in book: inout Book
    ) throws(PythonError) -> Int {
        switch owner {
        case .list, .dictionary: throw .type("unhashable type: '\(owner.typeName)'")
        case .string(let text):
            if let place = book.place(of: text) { return place }
        default:
            if let place = book.accounts.firstIndex(where: { $0.owner.equals(owner) }) {
                return place
            }
        }
        return book.append(PublishedAccount(owner: owner))
    }
}
