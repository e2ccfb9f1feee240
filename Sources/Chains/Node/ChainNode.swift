package import BigInt
package import Cryptography
package import Trials

/// The outcome of a block that came in.
package enum Submission: Sendable, Equatable {
    /// The block is the new tip.
    case extended
    /// The block is kept, on a branch with no more work than the main chain.
    case kept
    /// The block is the new tip, after `depth` blocks were taken back.
    case reorganised(depth: Int)
    case known
    /// The block below it is not known.
    case orphan
    case refused([Refusal])

    package var refusals: [Refusal] {
        if case .refused(let refusals) = self { refusals } else { [] }
    }

    /// Whether the node holds the block.
    package var isTaken: Bool {
        switch self {
        case .extended, .kept, .reorganised, .known: true
        case .orphan, .refused: false
        }
    }
}

/// The costly check of a block that only this check could still stop.
package enum CostlyCheck: Sendable {
    case made
    /// The node does not spend it on this block.
    case refused(Refusal)
    /// The node has made it before.
    case passedBefore
}

/// The chain of a node: its store, the forks that it knows, the state at the tip and the
/// transactions that wait. The chain with the most work wins; of equal ones, the first that came.
///
/// A node belongs to one task at a time.
package final class ChainNode<Rules: ChainRules> {
    package let rules: Rules
    let store: ChainStore
    var tree: ChainTree<Rules.Link>
    var state: ChainState<Rules.Account>
    var waiting: Waiting<Rules.Transaction>
    /// Changes that are not stored yet.
    var change = StoreChange()
    /// The accounts after all waiting transactions; nil until they are computed.
    var paidBook: AccountBook<Rules.Account>?
    /// The places of accounts that differ from the stored ones; some may be gone again.
    var changedPlaces: Set<Int> = []  // sorted before use, never iterated otherwise

    init(
        rules: Rules, store: ChainStore, tree: ChainTree<Rules.Link>,
        state: ChainState<Rules.Account>, waiting: Waiting<Rules.Transaction>
    ) {
        self.rules = rules
        self.store = store
        self.tree = tree
        self.state = state
        self.waiting = waiting
    }

    // MARK: Contents

    package var height: Int { tree.height }
    /// The tip's hash by the chain's own rules.
    package var tipHash: String { tree.tip.link.hash }
    package var tip: EntryID { tree.tip.id }
    package var work: BigInt { tree.tip.work }
    package var stateDigest: Digest { state.digests[height] }
    /// The state's digest after the block of each height.
    package var stateDigests: [Digest] { state.digests }
    package var accounts: [Rules.Account] { state.book.accounts }
    package var chain: ChainView<Rules.Link> { ChainView(main: tree.mainLinks) }
    /// Blocks that are known but not on the main chain.
    package var keptBlockCount: Int {
        tree.entries.count { !$0.isRemoved } - tree.main.count
    }
    package var locator: [EntryID] { tree.locator }
    package var waitingTransactions: [Rules.Transaction] { waiting.transactions }

    package var waitingTransactionCount: Int { waiting.count }

    package func knows(_ id: EntryID) -> Bool { tree.place(of: id) != nil }

    /// The hash of a known block by the chain's own rules; nil where it is not known.
    package func hash(of id: EntryID) -> String? {
        tree.place(of: id).map { tree.entries[$0].link.hash }
    }

    /// The bytes of the main chain's block. **Precondition:** a height of it.
    package func blockBytes(atHeight height: Int) throws(StoreError) -> [UInt8] {
        try bytes(of: tree.main[height])
    }

    /// The first bytes of the main chain's block; all of a shorter one.
    ///
    /// **Precondition:** a height of it.
    package func blockBytes(
        atHeight height: Int, first byteCount: Int
    ) throws(StoreError) -> [UInt8] {
        // All changes are stored between two submissions.
        try store.blockBytes(tree.entries[tree.main[height]].arrival, first: byteCount)
    }

    /// The work of the main chain up to a height. **Precondition:** a height of it.
    package func work(atHeight height: Int) -> BigInt { tree.entries[tree.main[height]].work }

    package func entryID(atHeight height: Int) -> EntryID { tree.entries[tree.main[height]].id }

    /// The height of the first of these blocks that is on the main chain; nil if none is.
    package func mainHeight(ofFirstIn locator: [EntryID]) -> Int? {
        for id in locator {
            if let place = tree.place(of: id), tree.isMain(place) {
                return tree.entries[place].height
            }
        }
        return nil
    }

    /// The height at which a known block's chain and the main one part.
    package func commonHeight(with id: EntryID) -> Int {
        tree.place(of: id).map { tree.branch(to: $0).forkHeight } ?? 0
    }

    /// The coins of an address after all waiting transactions, and its next nonce.
    package func holding(of address: String) -> Holding {
        rules.holding(of: address, in: bookAfterWaiting())
    }

    // MARK: Blocks

    /// Takes blocks in a row and stores the outcome, all at once.
    ///
    /// - Parameters:
    ///   - blocks: each stands on the one before it; the first that is not taken ends the row.
    ///   - parent: the block below the first; nil for the tip.
    ///   - costlyCheck: the same for all of them.
    /// **Result:** the outcome of each block to the end of the row, and the last block taken.
    /// **Throws:** ``StoreError``; then nothing of it is stored, and the store has to be opened
    /// again.
    package func submit(
        _ blocks: [[UInt8]], on parent: EntryID? = nil, clockSeconds: Int,
        costlyCheck: CostlyCheck = .made
    ) throws(StoreError) -> (submissions: [Submission], last: EntryID) {
        do throws(StoreError) {
            return try submitAll(
                blocks, on: parent, clockSeconds: clockSeconds, costlyCheck: costlyCheck)
        } catch {
            // Halfway through a reorganisation, perhaps.
            store.abandon()
            throw error
        }
    }

    private func submitAll(
        _ blocks: [[UInt8]], on parent: EntryID?, clockSeconds: Int, costlyCheck: CostlyCheck
    ) throws(StoreError) -> (submissions: [Submission], last: EntryID) {
        var submissions: [Submission] = []
        var parent = parent ?? tip
        for bytes in blocks {
            let (submission, id) = try submit(
                bytes, on: parent, clockSeconds: clockSeconds, costlyCheck: costlyCheck)
            submissions.append(submission)
            guard submission.isTaken else { break }
            parent = id
        }
        try commit()
        return (submissions, parent)
    }

    private func submit(
        _ bytes: [UInt8], on parentID: EntryID, clockSeconds: Int, costlyCheck: CostlyCheck
    ) throws(StoreError) -> (Submission, EntryID) {
        // Most blocks that peers send are known, in the bytes that are stored.
        let asTheyAre = EntryID(parent: parentID, bytes: bytes)
        if tree.place(of: asTheyAre) != nil { return (.known, asTheyAre) }
        let block: Rules.Block
        do throws(Refusal) {
            block = try rules.block(bytes)
        } catch {
            return (.refused([error]), parentID)
        }
        let stored = rules.bytes(of: block)
        let id = EntryID(parent: parentID, bytes: stored)
        if tree.place(of: id) != nil { return (.known, id) }
        if rules.guards.has(CommonGuards.refusedBefore),
            tree.isRefused(parentID) || tree.isRefused(id)
        {
            return (
                .refused([
                    Refusal(
                        index: nil, by: CommonGuards.refusedBefore,
                        message: "it, or the block below it, was refused before")
                ]), id
            )
        }
        guard let parent = tree.place(of: parentID) else { return (.orphan, id) }
        let isOnTip = tree.main[height] == parent
        let (refusals, link) = check(
            block, on: parent, isOnTip: isOnTip, clockSeconds: clockSeconds,
            costlyCheck: costlyCheck)
        guard refusals.isEmpty, let link else {
            state.book.takeBack()
            return (.refused(refusals), id)
        }
        let place = tree.add(id, link: link, parent: parent)
        let entry = tree.entries[place]
        change.newBlocks.append(
            StoredBlock(
                arrival: entry.arrival, parent: tree.entries[parent].arrival,
                id: id.digest.bytes, bytes: stored))
        if isOnTip {
            extend(place, block)
            return (.extended, id)
        }
        guard entry.work > work else { return (.kept, id) }
        return (try reorganise(to: place), id)
    }

    /// All refusals of a block, in the order of ``ChainRules/judgesMoneyFirst``; its payments
    /// are in the book where it stands on the tip.
    private func check(
        _ block: Rules.Block, on parent: Int, isOnTip: Bool, clockSeconds: Int,
        costlyCheck: CostlyCheck
    ) -> (refusals: [Refusal], link: Rules.Link?) {
        let view = tree.view(to: parent)
        var refusals = rules.refusals(of: block, on: view, clockSeconds: clockSeconds)
        func pay() {
            guard isOnTip,
                let stopped = rules.apply(block, to: &state.book, height: view.count)
            else { return }
            refusals.append(stopped)
        }
        func checkCostly() {
            if case .passedBefore = costlyCheck { return }
            guard refusals.isEmpty, let stopped = rules.costlyRefusal(of: block, on: view) else {
                return
            }
            refusals.append(stopped)
        }
        if rules.judgesMoneyFirst {
            if refusals.isEmpty, case .refused(let refusal) = costlyCheck {
                refusals.append(refusal)
            }
            if refusals.isEmpty { pay() }
            checkCostly()
        } else {
            checkCostly()
            if !refusals.contains(where: { $0.by == rules.fatalCode }) { pay() }
        }
        guard refusals.isEmpty else { return (refusals, nil) }
        do throws(Refusal) {
            return ([], try rules.link(of: block))
        } catch {
            return ([error], nil)
        }
    }

    /// Makes a block whose payments are in the book the tip.
    private func extend(_ place: Int, _ block: Rules.Block) {
        tree.appendMain(place)
        let (undo, places) = state.seal(tree.entries[place].id)
        changedPlaces.formUnion(places)
        change.add(
            StoredStep(
                height: height, block: tree.entries[place].arrival, undo: undo.bytes,
                digest: stateDigest.bytes))
        change.remove(transactions: waiting.remove(paidBy: rules, block))
    }

    // MARK: Reorganisation

    /// Goes over to the branch that ends in a block, or, where one of its blocks does not pay, to
    /// the best branch that is left.
    private func reorganise(to place: Int) throws(StoreError) -> Submission {
        var target = place
        var refusals: [Refusal] = []
        let oldMain = tree.main
        while tree.main[height] != target {
            let (before, changeBefore, placesBefore, waitingBefore, mainBefore) = (
                state, change, changedPlaces, waiting, tree.main
            )
            let branch = tree.branch(to: target)
            try retreat(to: branch.forkHeight)
            guard let (bad, refusal) = try advance(through: branch.places) else { break }
            // Back to the state before, without the branch from the bad block on.
            (state, changedPlaces, waiting) = (before, placesBefore, waitingBefore)
            let newBlocks = changeBefore.newBlocks
            change = changeBefore
            restoreMain(mainBefore)
            let removed = tree.remove(from: bad)
            change.newBlocks = newBlocks.filter { !removed.contains($0.arrival) }
            change.removedBlocks += removed.filter { arrival in
                !newBlocks.contains { $0.arrival == arrival }
            }
            refusals.append(refusal)
            target = tree.heaviest
        }
        if tree.isMain(place) {
            return .reorganised(depth: oldMain.count - 1 - commonHeight(oldMain))
        }
        return refusals.isEmpty ? .kept : .refused(refusals)
    }

    private func commonHeight(_ other: [Int]) -> Int {
        zip(other, tree.main).prefix { $0 == $1 }.count - 1
    }

    private func restoreMain(_ main: [Int]) {
        while height > commonHeight(main) { tree.removeMainTip() }
        for place in main[tree.main.count...] { tree.appendMain(place) }
    }

    /// Takes back the main chain's blocks above a height; their transactions wait again.
    private func retreat(to forkHeight: Int) throws(StoreError) {
        while height > forkHeight {
            let step = if let new = change.step(height) { new } else { try store.step(height) }
            let undo: Undo<Rules.Account>
            do throws(RowError) {
                undo = try Undo(bytes: step.undo)
            } catch {
                throw corrupt("height \(height)", error.expected)
            }
            guard undo.fits(accountCount: state.book.accounts.count) else {
                throw corrupt("height \(height)", "an undo of this state")
            }
            let block = try block(at: tree.main[height])
            change.newTransactions += waiting.addFirst(paidBy: rules, block)
            changedPlaces.formUnion(state.revert(undo))
            change.removeStep(height)
            tree.removeMainTip()
        }
    }

    /// Adds the blocks of a branch; stops at the first that does not pay.
    private func advance(through places: [Int]) throws(StoreError) -> (Int, Refusal)? {
        for place in places {
            let block = try block(at: place)
            if let refusal = rules.apply(block, to: &state.book, height: height + 1) {
                return (place, refusal)
            }
            extend(place, block)
        }
        return nil
    }

    func block(at place: Int) throws(StoreError) -> Rules.Block {
        let bytes = try bytes(of: place)
        do throws(Refusal) {
            return try rules.block(bytes)
        } catch {
            throw corrupt("block \(tree.entries[place].arrival)", "a block")
        }
    }

    private func bytes(of place: Int) throws(StoreError) -> [UInt8] {
        let arrival = tree.entries[place].arrival
        if let new = change.newBlocks.last(where: { $0.arrival == arrival }) { return new.bytes }
        return try store.blockBytes(arrival)
    }

    func corrupt(_ place: String, _ expected: String) -> StoreError {
        .corrupt(path: store.path, place: place, expected: expected)
    }

    // MARK: Storing

    /// Stores the changes since the last commit: all of them or, if this throws, none.
    func commit() throws(StoreError) {
        if change.firstHeight != nil { settleWaiting() }
        guard !change.isEmpty else { return }
        let count = state.book.accounts.count
        change.accountCount = count
        change.rows = changedPlaces.filter { $0 < count }.sorted().map { place in
            (place, state.book.accounts[place].row)
        }
        let done = change
        change = StoreChange()
        changedPlaces = []
        try store.commit(done)
    }
}
