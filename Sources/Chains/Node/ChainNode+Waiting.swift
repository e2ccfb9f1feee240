package import Trials

extension ChainNode {
    /// Takes a transaction that can be paid after those that wait already.
    ///
    /// **Result:** whether it is new, or what stopped it. **Throws:** ``StoreError``.
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

    /// The book as all that waits would leave it.
    func bookAfterWaiting() -> AccountBook<Rules.Account> {
        if let paidBook { return paidBook }
        var book = state.book
        for transaction in waiting.transactions {
            let refusal = rules.apply(transaction, to: &book)
            precondition(
                refusal == nil, "what waits cannot be paid: \(String(describing: refusal))")
            _ = book.takeUndo()
        }
        paidBook = book
        return book
    }

    /// Keeps those that wait payable on the state as it is.
    func settleWaiting() {
        paidBook = nil
        guard !waiting.transactions.isEmpty else { return }
        change.remove(transactions: waiting.settle(rules, on: state.book))
    }

    /// What a miner of ours puts into one block, far below what a block may be.
    private static var paidByteCountMax: Int { 1 << 20 }

    /// Tries to win a block on the tip with what waits, and takes it.
    ///
    /// **Result:** the block's bytes; nil where no attempt of those allowed won.
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
