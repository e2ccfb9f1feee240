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
    var count: Int { entries.count }
    var isFull: Bool { entries.count >= Self.countMax }

    /// The first transactions, as many as both bounds allow.
    func first(_ countMax: Int, byteCountMax: Int) -> [Transaction] {
        var byteCount = 0
        return entries.prefix(countMax).prefix { entry in
            byteCount += entry.bytes.count
            return byteCount <= byteCountMax
        }.map(\.transaction)
    }

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
        let new = returning.enumerated().map { index, entry in
            Entry(arrival: first + index, transaction: entry.0, bytes: entry.1)
        }
        entries = new + entries
        return new.map { ($0.arrival, $0.bytes) }
    }

    /// Removes the transactions that a block pays. **Result:** their arrivals.
    mutating func remove<Rules: ChainRules>(
        paidBy rules: Rules, _ block: Rules.Block
    ) -> [Int] where Rules.Transaction == Transaction {
        guard !entries.isEmpty else { return [] }
        let paid = rules.transactions(of: block).map(rules.bytes(of:))
        return removeAll { paid.contains($0.bytes) }
    }

    /// Drops transactions that cannot be paid after those before them. **Result:** their arrivals.
    mutating func settle<Rules: ChainRules>(
        _ rules: Rules, on book: AccountBook<Rules.Account>
    ) -> [Int] where Rules.Transaction == Transaction {
        var paid = book
        return removeAll { entry in
            guard rules.apply(entry.transaction, to: &paid) == nil else {
                paid.takeBack()
                return true
            }
            _ = paid.takeUndo()
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
