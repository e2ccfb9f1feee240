package import BigInt
package import PythonValues

/// The published ledger: balances, payments that wait, and the chain.
package final class PublishedLedger {
    package static let defaultDifficulty = 4
    private static let miningReward = PythonValue.float(PythonFloat(10))
    private static let trainingReward = PythonNumber.float(PythonFloat(50))
    private static let signatureReward = PythonNumber.float(PythonFloat(5))
    private static let noFee = PythonValue.float(PythonFloat(0))

    /// Zeros in hexadecimal with which a mined block's hash begins.
    package let difficulty: Int
    package var balances = BalanceTable()
    package private(set) var pending: [PublishedTransaction] = []
    /// Never empty: the first block is made at the start.
    package private(set) var chain: [PublishedBlock]
    let checks: LearningChecks

    /// - Parameter now: the clock at the start, which the first block's hash depends on.
    package convenience init(
        now: PythonFloat, difficulty: Int = defaultDifficulty, checks: LearningChecks = .all
    ) {
        self.init(chain: [.genesis(now: now)], difficulty: difficulty, checks: checks)
    }

    /// A ledger that holds a chain. **Precondition:** at least one block, 0 to 64 zeros.
    package init(
        chain: [PublishedBlock], difficulty: Int = defaultDifficulty, checks: LearningChecks = .all
    ) {
        precondition(!chain.isEmpty, "a chain without a first block")
        precondition((0...64).contains(difficulty), "\(difficulty) zeros")
        self.chain = chain
        self.difficulty = difficulty
        self.checks = checks
    }

    package var tip: PublishedBlock { chain[chain.count - 1] }

    /// `get_balance(address)`: 0.0 where there is none.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for an address without a hash.
    package func balance(_ address: PythonValue) throws(PythonError) -> PythonNumber {
        try balances.balance(address) ?? .float(PythonFloat(0))
    }

    /// `validate_transaction(payment)`: nil where it is good. Neither signature nor id, time or
    /// other waiting payments count.
    ///
    /// **Throws:** ``PythonError`` where a member has a type that the checks cannot use.
    package func refusal(
        of payment: PublishedTransaction
    ) throws(PythonError) -> PaymentRefusal? {
        let zero = PythonValue.integer(0)
        let isAboveZero = try !payment.amount.isAtMost(zero)
        if !isAboveZero, !payment.hasProof, checks.has(.amount) { return .amount }
        if payment.from.equals(payment.to), checks.has(.toSelf) { return .recipient }
        let balance = try balance(payment.from)
        let cost = try payment.amount.requiredNumber() + payment.fee.requiredNumber()
        if balance.isLess(than: cost), !payment.hasProof, checks.has(.balance) {
            return .balance
        }
        return nil
    }

    /// `add_transaction(payment)`. **Throws:** as ``refusal(of:)``.
    package func add(_ payment: PublishedTransaction) throws(PythonError) -> PaymentRefusal? {
        if let refusal = try refusal(of: payment) { return refusal }
        pending.append(payment)
        return nil
    }

    /// `mine_pending_transactions`: a reward, and a block of all payments that wait. The consensus
    /// proof is not looked at.
    ///
    /// **Throws:** ``PythonError`` where a payment stops mining; its reward waits from then on.
    package func mine(
        rewardAddress: PythonValue, consensusProof: PublishedConsensusProof,
        modelStateHash: PythonValue, trainingEpoch: PythonValue, now: PythonFloat
    ) throws(PythonError) -> PublishedBlock {
        pending.append(
            PublishedTransaction(
                id: .text("reward_" + now.text), from: .text(PublishedTransaction.systemAddress),
                to: rewardAddress, amount: Self.miningReward, fee: Self.noFee,
                timestamp: .float(now)))
        var block = PublishedBlock(
            index: .integer(BigInt(chain.count)), previousHash: tip.hash,
            timestamp: .float(now), transactions: pending, trainingEpoch: trainingEpoch,
            modelStateHash: modelStateHash, consensusProof: consensusProof)
        try block.seal(zeroCount: difficulty)
        chain.append(block)
        try updateBalances(block)
        pending = []
        return block
    }

    /// `update_balances(block)`: fees vanish.
    ///
    /// **Throws:** ``PythonError`` at the first payment that cannot be booked; those before it, and
    /// what of it came before, stay booked.
    package func updateBalances(_ block: PublishedBlock) throws(PythonError) {
        for payment in try block.payments(for: "from_address") { try book(payment) }
    }

    /// The booking of one payment. **Throws:** as ``updateBalances(_:)``.
    package func book(_ payment: PublishedTransaction) throws(PythonError) {
        if !payment.from.equals(.text(PublishedTransaction.systemAddress)) {
            let before = try balances.balance(payment.from) ?? .integer(0)
            let after = try before - payment.amount.requiredNumber()
            try balances.set(payment.from, after - payment.fee.requiredNumber())
        }
        let before = try balances.balance(payment.to) ?? .integer(0)
        let after = try before + payment.amount.requiredNumber()
        try balances.set(payment.to, after)
        guard payment.hasProof else { return }
        let proof = try payment.trainingProof.object(for: "validation_signatures")
        let count = PythonNumber.integer(BigInt(try proof.validationSignatures.length()))
        try balances.set(
            payment.to, after + (Self.trainingReward + count * Self.signatureReward))
    }

    /// Takes a block that was found good, before its payments are booked.
    func append(_ block: PublishedBlock) { chain.append(block) }

    // MARK: Questions

    /// `get_transaction_history(address)`. **Throws:** ``PythonError`` where a block holds plain
    /// values in the place of payments.
    package func history(of address: PythonValue) throws(PythonError) -> [PublishedTransaction] {
        var payments: [PublishedTransaction] = []
        for block in chain {
            payments += try block.payments(for: "from_address").filter {
                $0.from.equals(address) || $0.to.equals(address)
            }
        }
        return payments
    }

    /// `get_block_by_index(index)`.
    package func block(at index: BigInt) -> PublishedBlock? {
        guard index >= 0, index < BigInt(chain.count) else { return nil }
        return chain[Int(index)]
    }

    /// `get_block_by_hash(hash)`.
    package func block(hash: PythonText) -> PublishedBlock? {
        chain.first { $0.hash.equals(.string(hash)) }
    }
}

extension PythonValue {
    /// `value <= other`. **Throws:** ``PythonError/type(_:)`` where the two have no order.
    fileprivate func isAtMost(_ other: PythonValue) throws(PythonError) -> Bool {
        guard let left = number, let right = other.number else {
            throw .type(
                "'<=' not supported between instances of '\(typeName)' and '\(other.typeName)'")
        }
        return left.isLess(than: right) || left.equals(right)
    }
}
