package import BigInt
internal import Cryptography
internal import Trials

/// The token that pays nodes: the one place where units are minted, which therefore checks for
/// itself that the validators agreed, whatever gateways do.
///
/// An epoch belongs to the first root of which a batch was minted; from then on it is minted by
/// this root or not at all, and the epoch behind it begins where this one ended.
package struct HardenedToken: Sendable {
    /// 21,000,000 tokens of 10^18 units.
    package static let standardCap = BigInt(21_000_000) * BigInt(10).power(18)

    /// A batch that was minted.
    package struct Batch: Sendable, Equatable {
        package let epoch: Int
        package let index: Int
        /// In hex.
        package let id: String
        package let root: String
    }

    /// The epoch that the last batch belongs to.
    package struct Epoch: Sendable, Equatable {
        package let number: Int
        package let root: String
        /// The ledger's receipts that all epochs so far have paid.
        package let receiptCount: Int
        package let batchCount: Int
        package internal(set) var batchCountDone: Int

        package var isMinted: Bool { batchCountDone >= batchCount }
    }

    /// The key of the party that may call it, in base64.
    package let minter: String
    /// The most units that there may ever be.
    package let cap: BigInt
    /// The root of no epoch: the network's id.
    let networkID: String
    package private(set) var isPaused = false
    /// The round of the last switch between paused and not; -1 before the first.
    private(set) var pauseRound = -1
    package private(set) var supply = BigInt(0)
    /// By address, in the order in which addresses were first paid.
    package private(set) var balances: [(address: String, amount: BigInt)] = []
    private var places: [[UInt8]: Int] = [:]  // of balances; looked up, never iterated
    /// In the order in which they were minted.
    package private(set) var batches: [Batch] = []
    package private(set) var epoch: Epoch?

    init(minter: String, networkID: String, cap: BigInt) {
        self.minter = minter
        self.networkID = networkID
        self.cap = cap
    }

    package func balance(of address: String) -> BigInt {
        places[address.bytes].map { balances[$0].amount } ?? 0
    }

    /// Whether an epoch's batch was minted, by whatever root.
    package func has(epoch number: Int, index: Int) -> Bool {
        guard let epoch else { return false }
        return number < epoch.number || number == epoch.number && index < epoch.batchCountDone
    }

    /// Whether a call comes next: the batch behind the last of its epoch and root, or the first of
    /// the epoch behind, whose snapshot begins where the last ended.
    func isNext(_ snapshot: MintSnapshot, index: Int) -> Bool {
        guard let epoch else {
            return snapshot.epoch == 1 && index == 0 && snapshot.first == 0
                && snapshot.previous.isSame(networkID)
        }
        if !epoch.isMinted {
            return snapshot.epoch == epoch.number && snapshot.root.isSame(epoch.root)
                && index == epoch.batchCountDone
        }
        return snapshot.epoch == epoch.number + 1 && index == 0
            && snapshot.first == epoch.receiptCount && snapshot.previous.isSame(epoch.root)
    }

    // MARK: Changes

    /// Mints what was judged.
    mutating func mint(_ call: TokenCall) {
        let snapshot = call.snapshot
        for payout in MintBatch.payouts(snapshot.payouts, index: call.index)
        where payout.amount != 0 {
            supply += payout.amount
            if let place = places[payout.address.bytes] {
                balances[place].amount += payout.amount
            } else {
                places[payout.address.bytes] = balances.count
                balances.append((payout.address, payout.amount))
            }
        }
        batches.append(
            Batch(
                epoch: snapshot.epoch, index: call.index, id: call.batch, root: snapshot.root))
        if let epoch, epoch.number > snapshot.epoch { return }
        epoch = Epoch(
            number: snapshot.epoch, root: snapshot.root, receiptCount: snapshot.receiptCount,
            batchCount: MintBatch.count(payoutCount: snapshot.payouts.count),
            batchCountDone: call.index + 1)
    }

    mutating func turn(_ change: TokenSwitch) {
        isPaused = change.isPaused
        pauseRound = change.round
    }

    /// Takes stored balances as they are.
    mutating func replaceBalances(_ stored: [(address: String, amount: BigInt)]) {
        balances = stored
        places = [:]
        for (place, balance) in stored.enumerated() { places[balance.address.bytes] = place }
    }
}
