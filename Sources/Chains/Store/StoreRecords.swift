enum StoreLimits {
    /// Far more than can ever arrive, and far from any overflow.
    static let arrivals = -(1 << 61)...1 << 61
}

/// A block as it is stored.
struct StoredBlock: Sendable {
    /// The number by which the store orders blocks: a later block has a higher one.
    let arrival: Int
    /// The arrival of the block that it stands on; nil for genesis.
    let parent: Int?
    let id: [UInt8]
    let bytes: [UInt8]
}

/// A block of the main chain with its undo and the digest of the state after it.
struct StoredStep: Sendable {
    let height: Int
    /// Its block's arrival.
    let block: Int
    let undo: [UInt8]
    let digest: [UInt8]
}

/// The changes of one database transaction: all of them are stored, or none.
struct StoreChange: Sendable {
    var newBlocks: [StoredBlock] = []
    var removedBlocks: [Int] = []
    /// The lowest height that is replaced, and the steps from there on.
    private(set) var firstHeight: Int?
    private(set) var steps: [StoredStep] = []
    /// Accounts, ascending by place.
    var rows: [(place: Int, row: [UInt8])] = []
    var accountCount = 0
    var newTransactions: [(arrival: Int, bytes: [UInt8])] = []
    private(set) var removedTransactions: [Int] = []

    mutating func add(_ step: StoredStep) {
        if firstHeight == nil { firstHeight = step.height }
        precondition(step.height == firstHeight! + steps.count, "step \(step.height)")
        steps.append(step)
    }

    /// Removes the main chain's highest step.
    mutating func removeStep(_ height: Int) {
        if steps.popLast() == nil { firstHeight = height }
    }

    /// Whether there is nothing to store.
    var isEmpty: Bool {
        newBlocks.isEmpty && removedBlocks.isEmpty && firstHeight == nil
            && newTransactions.isEmpty && removedTransactions.isEmpty
    }

    /// Removes transactions, of this change or stored before.
    mutating func remove(transactions arrivals: [Int]) {
        newTransactions.removeAll { arrivals.contains($0.arrival) }
        removedTransactions += arrivals
    }

    /// The step of a height, where this change makes it.
    func step(_ height: Int) -> StoredStep? {
        guard let firstHeight, height >= firstHeight, height < firstHeight + steps.count else {
            return nil
        }
        return steps[height - firstHeight]
    }
}
