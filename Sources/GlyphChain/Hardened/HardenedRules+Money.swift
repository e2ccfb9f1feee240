package import Chains
internal import Cryptography
package import Trials

extension HardenedRules {
    package func apply(
        _ block: HardenedBlock, to book: inout AccountBook<HardenedAccount>, height: Int
    ) -> Refusal? {
        pay(HardenedSchedule.reward(height: height), to: block.header.miner, in: &book)
        for transaction in block.transactions {
            if let stopped = apply(transaction, to: &book) {
                return Refusal(index: height, by: stopped.by, message: stopped.message)
            }
        }
        return nil
    }

    /// **Bounds:** balances sum to the supply at most, so that none wraps as long as the guards
    /// stand.
    private func pay(
        _ amount: UInt64, to address: Address, in book: inout AccountBook<HardenedAccount>
    ) {
        let place = book.place(of: address) ?? book.append(HardenedAccount(address: address))
        book.update(place) { $0.balance &+= amount }
    }

    package func apply(
        _ transaction: HardenedTransaction, to book: inout AccountBook<HardenedAccount>
    ) -> Refusal? {
        counter?.addTransaction()
        func refusal(_ by: Guard, _ message: String) -> Refusal? {
            guards.has(by) ? Refusal(index: nil, by: by, message: message) : nil
        }
        if !(1...HardenedSchedule.supply).contains(transaction.amount),
            let refusal = refusal(
                HardenedGuards.amount, "an amount of \(transaction.amount) units")
        {
            return refusal
        }
        let sender = book.place(of: transaction.from)
        let account = sender.map { book.accounts[$0] }
        let nonce = account?.nonce ?? 0
        if transaction.nonce != nonce,
            let refusal = refusal(
                HardenedGuards.nonce, "expected nonce \(nonce), got \(transaction.nonce)")
        {
            return refusal
        }
        let balance = account?.balance ?? 0
        if transaction.amount > balance,
            let refusal = refusal(
                HardenedGuards.balance, "\(transaction.amount) of \(balance) units")
        {
            return refusal
        }
        counter?.addSignatureCheck()
        if !transaction.isSigned(chainID: chainID),
            let refusal = refusal(
                HardenedGuards.signature, "not the sender's, or not of this chain")
        {
            return refusal
        }
        let place = sender ?? book.append(HardenedAccount(address: transaction.from))
        book.update(place) { account in
            account.balance &-= transaction.amount
            account.nonce &+= 1
        }
        let receiver =
            book.place(of: transaction.to) ?? book.append(HardenedAccount(address: transaction.to))
        book.update(receiver) { $0.balance &+= transaction.amount }
        return nil
    }

    package func payment(
        from wallet: Wallet, to address: String, amount: UInt64, nonce: UInt64
    ) throws(Refusal) -> [UInt8] {
        guard let to = Address(hexadecimal: address),
            let transaction = HardenedTransaction(
                chainID: chainID, to: to, amount: amount, nonce: nonce,
                privateKey: wallet.privateKey)
        else {
            throw Refusal(
                index: nil, by: HardenedGuards.encoding,
                message: "expected an address of 40 lower-case hex digits, got \(address)")
        }
        return transaction.bytes
    }

    package func holding(of address: String, in book: AccountBook<HardenedAccount>) -> Holding {
        guard let place = Address(hexadecimal: address).flatMap(book.place(of:)) else {
            return Holding(units: 0, nextNonce: 0)
        }
        let account = book.accounts[place]
        return Holding(units: account.balance, nextNonce: account.nonce)
    }
}
