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
    /// **Throws:** ``StoreError/behind(path:expected:got:)`` for a block that breaks a rule.
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
        try payUnanchored(above: anchor)
    }

    /// Pays the main chain's blocks above the anchor again: the states must come out the same.
    private func payUnanchored(above anchor: StoreAnchor) throws(StoreError) {
        guard height > anchor.height else { return }
        var below = state
        for height in (anchor.height + 1...height).reversed() {
            guard let undo = try? Undo<Rules.Account>(bytes: try store.step(height).undo),
                undo.fits(accountCount: below.book.accounts.count)
            else { throw corrupt("height \(height)", "an undo of this state") }
            _ = below.revert(undo)
        }
        for height in anchor.height + 1...height {
            let place = tree.main[height]
            if let refusal = rules.apply(try block(at: place), to: &below.book, height: height) {
                throw unanchored(anchor, height, refusal)
            }
            _ = below.seal(tree.entries[place].id)
            guard below.digests[height] == state.digests[height] else {
                throw corrupt("height \(height)", "the state that its block makes")
            }
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
