public import Trials

/// Transactions that wait for a block, in the order in which they can be paid.
struct Waiting<Transaction: Sendable>: Sendable {
    private struct Entry: Sendable {
        let arrival: Int
        let transaction: Transaction
        let bytes: [UInt8]
    }

    static var countMax: Int { 1_000 }

    private var entries: [Entry] = []
    private var nextArrival = 0

    init() {}

    var transactions: [Transaction] { entries.map(\.transaction) }
    var isFull: Bool { entries.count >= Self.countMax }

    func has(_ bytes: [UInt8]) -> Bool { entries.contains { $0.bytes == bytes } }

    /// **Result:** its arrival.
    mutating func add(
        _ transaction: Transaction, _ bytes: [UInt8], arrival: Int? = nil
    ) -> Int {
        let arrival = arrival ?? nextArrival
        entries.append(Entry(arrival: arrival, transaction: transaction, bytes: bytes))
        nextArrival = max(nextArrival, arrival + 1)
        return arrival
    }

    /// The transactions of a block that was taken back, before all others.
    mutating func addFirst<Rules: ChainRules>(
        paidBy rules: Rules, _ block: Rules.Block
    ) -> [(arrival: Int, bytes: [UInt8])] where Rules.Transaction == Transaction {
        let returning = rules.transactions(of: block).map { ($0, rules.bytes(of: $0)) }
            .filter { !has($0.1) }
        // Numbers that stand before all others, so that the store has the same order.
        let first = (entries.first?.arrival ?? nextArrival) - returning.count
        let new = returning.enumerated().map { index, one in
            Entry(arrival: first + index, transaction: one.0, bytes: one.1)
        }
        entries = new + entries
        return new.map { ($0.arrival, $0.bytes) }
    }

    /// **Result:** the arrivals of those that a block pays.
    mutating func remove<Rules: ChainRules>(
        paidBy rules: Rules, _ block: Rules.Block
    ) -> [Int] where Rules.Transaction == Transaction {
        guard !entries.isEmpty else { return [] }
        let paid = rules.transactions(of: block).map(rules.bytes(of:))
        return removeAll { paid.contains($0.bytes) }
    }

    /// Drops what cannot be paid after those before it. **Result:** their arrivals.
    mutating func settle<Rules: ChainRules>(
        _ rules: Rules, on book: AccountBook<Rules.Account>
    ) -> [Int] where Rules.Transaction == Transaction {
        var paid = book
        return removeAll { entry in
            var trial = paid
            guard rules.apply(entry.transaction, to: &trial) == nil else { return true }
            paid = trial
            return false
        }
    }

    private mutating func removeAll(_ isRemoved: (Entry) -> Bool) -> [Int] {
        var removed: [Int] = []
        entries.removeAll { entry in
            guard isRemoved(entry) else { return false }
            removed.append(entry.arrival)
            return true
        }
        return removed
    }
}

extension ChainNode {
    /// Takes a transaction that can be paid after those that wait already.
    ///
    /// **Result:** whether it is new, or what stopped it. **Throws:** ``StoreError``.
    public func submit(
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
        guard !waiting.isFull else {
            return .failure(
                Refusal(index: nil, by: CommonGuards.waitingRoom, message: "too many wait"))
        }
        var book = state.book
        for earlier in waiting.transactions {
            let refusal = rules.apply(earlier, to: &book)
            precondition(refusal == nil, "a transaction that waits cannot be paid: \(refusal!)")
        }
        if let refusal = rules.apply(transaction, to: &book) { return .failure(refusal) }
        change.newTransactions.append((waiting.add(transaction, stored), stored))
        try commit()
        return .success(true)
    }

    /// Keeps those that wait payable on the state as it is.
    func settleWaiting() {
        guard !waiting.transactions.isEmpty, change.firstHeight != nil else { return }
        change.remove(transactions: waiting.settle(rules, on: state.book))
    }

    /// Tries to win a block on the tip with what waits, and takes it.
    ///
    /// **Result:** the block's bytes; nil where no attempt of those allowed won.
    /// **Throws:** ``Refusal`` where the rules cannot mine here, ``StoreError``.
    public func mine(
        miner: String, clockSeconds: Int, attemptCountMax: Int, transactionCountMax: Int = 100,
        random: inout ActorRandom
    ) throws -> [UInt8]? {
        let template = BlockTemplate(
            miner: miner, transactions: Array(waiting.transactions.prefix(transactionCountMax)),
            timestampSeconds: clockSeconds, attemptCountMax: attemptCountMax)
        guard let block = try rules.mine(template, on: chain, random: &random) else { return nil }
        let bytes = rules.bytes(of: block)
        let submission = try submit([bytes], clockSeconds: clockSeconds).submissions[0]
        guard submission == .extended else {
            throw submission.refusals.first
                ?? Refusal(
                    index: height + 1, by: CommonGuards.ownBlock,
                    message: "a block of our own was not taken: \(submission)")
        }
        return bytes
    }
}

/// Guards of a node, whatever its rules.
public enum CommonGuards {
    public static let waitingRoom = Guard("waiting_room")
    /// Our own fault, not a stranger's.
    static let ownBlock = Guard("own_block")
    public static let parent = Guard("parent")
    public static let genesis = Guard("genesis")
    public static let document = Guard("document")
    public static let all = [waitingRoom, parent, genesis, document]
}
