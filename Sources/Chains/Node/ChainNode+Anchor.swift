internal import Trials

extension ChainNode {
    /// Judges the blocks that the anchor does not bind as those of a stranger: whoever writes a
    /// store's file can make its digests agree with any block, but not with an anchor that is kept
    /// elsewhere. These are the main chain's above the anchor, and those of all branches, which a
    /// later block may make the main chain. A node that was stopped in order has no more of them
    /// than it has branches.
    ///
    /// A stored block was once within the clock's bounds; its time is not asked again.
    ///
    /// **Throws:** ``StoreError/behind(path:expected:got:)`` for a block that breaks a rule,
    /// ``StoreError/corrupt(path:place:expected:)`` for accounts that the blocks do not make.
    func judgeUnanchored(above anchor: StoreAnchor) throws(StoreError) {
        for place in tree.entries.indices.dropFirst() {
            let entry = tree.entries[place]
            guard !tree.isMain(place) || entry.height > anchor.height, let parent = entry.parent
            else { continue }
            let block = try block(at: place)
            let view = tree.view(to: parent)
            let refusals = rules.refusals(
                of: block, on: view, clockSeconds: StoreAnchor.unknownClockSeconds)
            if let refusal = refusals.first ?? rules.costlyRefusal(of: block, on: view) {
                throw unanchored(anchor, entry.height, refusal)
            }
        }
        // Where records are believed, so are accounts.
        if rules.guards.has(CommonGuards.storedRecords) { try payAgain(above: anchor) }
    }

    /// Pays all blocks of the main chain again, from genesis on: the states and the accounts must
    /// come out the same. A sum of rows is no proof of them against whoever can choose rows.
    private func payAgain(above anchor: StoreAnchor) throws(StoreError) {
        var again = state
        for height in (0...height).reversed() where height > 0 {
            let step = try store.step(height)
            guard let undo = try? Undo<Rules.Account>(bytes: step.undo),
                undo.fits(accountCount: again.book.accounts.count)
            else { throw corrupt("height \(height)", "an undo of this state") }
            _ = again.revert(undo)
        }
        for height in 0...height where height > 0 {
            let place = tree.main[height]
            if let refusal = rules.apply(try block(at: place), to: &again.book, height: height) {
                throw unanchored(anchor, height, refusal)
            }
            _ = again.seal(tree.entries[place].id)
            guard again.digests[height] == state.digests[height] else {
                throw corrupt("height \(height)", "the state that its block makes")
            }
        }
        guard again.book.accounts.map(\.row) == state.book.accounts.map(\.row) else {
            throw corrupt("its accounts", "those that its blocks make")
        }
    }

    private func unanchored(
        _ anchor: StoreAnchor, _ height: Int, _ refusal: Refusal
    ) -> StoreError {
        .behind(
            path: store.path,
            expected: "blocks that keep the rules, where the anchor at height \(anchor.height) "
                + "binds none",
            got: "at height \(height): \(refusal.by.name), \(refusal.message)")
    }
}
