internal import Trials

/// Goods that wait for a block: transactions, proofs and votes.
struct LearningPool {
    private(set) var transactions: [LearningTransaction] = []
    private(set) var proofs: [LearningProof] = []
    private(set) var votes = VotePool()
    /// The state after the head and all waiting transactions.
    private(set) var state: LearningState
    private let rules: LearningRules

    init(_ rules: LearningRules, _ tip: LearningTip) {
        self.rules = rules
        state = tip.state
    }

    // MARK: Taking

    mutating func take(_ transaction: LearningTransaction) throws(Refusal) {
        let count = transactions.count { $0.from.utf8.elementsEqual(transaction.from.utf8) }
        try rules.guards.require(
            transactions.count < LearningLimits.poolCountMax
                && count < LearningLimits.poolCountPerSenderMax, LearningGuards.pool,
            "expected at most \(LearningLimits.poolCountPerSenderMax) waiting of a sender, and "
                + "\(LearningLimits.poolCountMax) in all")
        _ = try rules.apply(transaction, to: &state)
        transactions.append(transaction)
    }

    mutating func take(_ proof: LearningProof, on tip: LearningTip) throws(Refusal) {
        try rules.judge(
            proof, atBlock: tip.index + 1, tip.state, beside: proofs.map(\.key))
        proofs.append(proof)
    }

    mutating func take(_ vote: LearningVote, on tip: LearningTip) throws(Refusal) {
        try rules.judge(vote, tip.state)
        try votes.take(vote, rules.guards)
    }

    /// The pool after the best chain changed: goods of blocks that left it wait again, and all that
    /// no longer holds goes.
    func moved(to tip: LearningTip, returning blocks: [LearningBlock]) -> LearningPool {
        var pool = LearningPool(rules, tip)
        for transaction in blocks.flatMap(\.transactions) + transactions {
            try? pool.take(transaction)
        }
        for proof in blocks.flatMap(\.proofs) + proofs { try? pool.take(proof, on: tip) }
        let old = blocks.flatMap(\.certificates).flatMap(\.votes)
        for vote in old + votes.all { try? pool.take(vote, on: tip) }
        return pool
    }
}
