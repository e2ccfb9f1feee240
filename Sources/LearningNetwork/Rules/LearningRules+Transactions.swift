package import Trials

extension LearningRules {
    /// Judges a transaction after all before it, and carries it out.
    ///
    /// **Result:** the fee, which the block's miner gets. **Throws:** ``Refusal``, which leaves the
    /// state as it was.
    package func apply(
        _ transaction: LearningTransaction, to state: inout LearningState
    ) throws(Refusal) -> Int {
        try requireNetwork(transaction.network)
        try requireKey(transaction.key)
        try guards.require(
            transaction.from.utf8.elementsEqual(transaction.key.address.utf8),
            LearningGuards.sender, "from: expected the address of the key")
        try requireRecipient(transaction)
        var account = state[transaction.from]
        try guards.require(
            transaction.nonce == account.nonce, LearningGuards.nonce,
            "nonce: expected \(account.nonce), got \(transaction.nonce)")
        let cost = transaction.amount.saturating(transaction.fee)
        let isEnding = transaction.kind == .unbond
        try guards.require(
            account.balance >= (isEnding ? transaction.fee : cost), LearningGuards.balance,
            "expected a balance of \(isEnding ? transaction.fee : cost), got \(account.balance)")
        try guards.require(
            !isEnding || account.bond >= transaction.amount, LearningGuards.balance,
            "expected a bond of \(transaction.amount), got \(account.bond)")
        try requireSignature(
            transaction.signature, transaction.digest, transaction.key, LearningGuards.signature)

        account.nonce = max(account.nonce, transaction.nonce) + 1
        switch transaction.kind {
        case .pay: account.balance = account.balance.saturating(-cost)
        case .bond:
            account.balance = account.balance.saturating(-cost)
            account.bond = account.bond.saturating(transaction.amount)
            account.key = transaction.key
        case .unbond:
            account.balance = account.balance.saturating(-transaction.fee)
            account.bond = account.bond.saturating(-transaction.amount)
            account.end(
                transaction.amount, freeAt: state.epoch + LearningLimits.unbondingEpochCount)
        }
        state[transaction.from] = account
        if transaction.kind == .pay {
            var other = state[transaction.to]
            other.balance = other.balance.saturating(transaction.amount)
            state[transaction.to] = other
        }
        return transaction.fee
    }

    private func requireRecipient(_ transaction: LearningTransaction) throws(Refusal) {
        guard transaction.kind == .pay else {
            return try guards.require(
                transaction.to.isEmpty, LearningGuards.recipient,
                "to: expected an empty text for a \(transaction.kind.rawValue)")
        }
        try guards.require(
            LearningKey.isAddress(transaction.to), LearningGuards.recipient,
            "to: expected 0x and 40 digits of lower-case hexadecimal")
        try guards.require(
            !transaction.to.utf8.elementsEqual(transaction.from.utf8), LearningGuards.toSelf,
            "to: expected another address than the sender's")
    }
}

extension LearningAccount {
    /// Holds units until an epoch; those of one epoch together.
    fileprivate mutating func end(_ units: Int, freeAt epoch: Int) {
        if let last = endings.last, last.epoch == epoch {
            endings[endings.count - 1] = Ending(units: last.units.saturating(units), epoch: epoch)
        } else {
            endings.append(Ending(units: units, epoch: epoch))
        }
    }
}
