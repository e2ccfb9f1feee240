package import Trials

extension ChainNode {
    /// Takes a transaction that can be paid after those that wait already.
    ///
    /// **Result:** whether it is new, or its refusal. **Throws:** ``StoreError``.
    package func submit(
        transaction bytes: [UInt8]
    ) throws(StoreError) -> Result<Bool, Refusal> {
        if waiting.has(bytes) { return .success(false) }
        let transaction: Rules.Transaction
        do throws(Refusal) {
            transaction = try rules.transaction(bytes)
        } catch {
            return .failure(error)
        }
        let stored = rules.bytes(of: transaction)
        if waiting.has(stored) { return .success(false) }
        guard !waiting.isFull || !rules.guards.has(CommonGuards.waitingRoom) else {
            return .failure(
                Refusal(index: nil, by: CommonGuards.waitingRoom, message: "too many wait"))
        }
        var book = bookAfterWaiting()
        paidBook = nil
        if let refusal = rules.apply(transaction, to: &book) {
            book.takeBack()
            paidBook = book
            return .failure(refusal)
        }
        _ = book.takeUndo()
        paidBook = book
        change.newTransactions.append((waiting.add(transaction, stored), stored))
        try commit()
        return .success(true)
    }

    /// The accounts after all waiting transactions.
    func bookAfterWaiting() -> AccountBook<Rules.Account> {
        if let paidBook { return paidBook }
        var book = state.book
        for transaction in waiting.transactions {
            let refusal = rules.apply(transaction, to: &book)
            precondition(
                refusal == nil,
                "a waiting transaction cannot be paid: \(String(describing: refusal))")
            _ = book.takeUndo()
        }
        paidBook = book
        return book
    }

    /// Drops waiting transactions that cannot be paid on the present state.
    func settleWaiting() {
        paidBook = nil
        guard !waiting.transactions.isEmpty else { return }
        change.remove(transactions: waiting.settle(rules, on: state.book))
    }

    /// The most bytes of transactions in a block of the lab's miner, far below a block's limit.
    private static var paidByteCountMax: Int { 1 << 20 }

    /// Tries to win a block of waiting transactions on the tip, and takes it.
    ///
    /// **Result:** the block's bytes; nil if none of the allowed attempts won.
    /// **Throws:** ``Refusal`` where the rules cannot mine here, ``StoreError``.
    package func mine(
        miner: String, clockSeconds: Int, attemptCountMax: Int, transactionCountMax: Int = 100,
        random: inout ActorRandom
    ) throws -> [UInt8]? {
        let template = BlockTemplate(
            miner: miner,
            transactions: waiting.first(transactionCountMax, byteCountMax: Self.paidByteCountMax),
            timestampSeconds: clockSeconds, attemptCountMax: attemptCountMax)
        guard let block = try rules.mine(template, on: chain, random: &random) else { return nil }
        let bytes = rules.bytes(of: block)
        let submission = try submit([bytes], clockSeconds: clockSeconds).submissions[0]
        guard submission == .extended else {
            throw submission.refusals.first
                ?? Refusal(
                    index: height + 1, by: Guard("own_block"),
                    message: "a block of our own was not taken: \(submission)")
        }
        return bytes
    }
}
