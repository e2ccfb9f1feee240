internal import BigInt
internal import Cryptography
internal import Trials

extension ChainNode {
    /// A new chain in an empty store. **Throws:** ``StoreError``.
    package convenience init(rules: Rules, beginningIn store: ChainStore) throws(StoreError) {
        let bytes = rules.bytes(of: rules.genesis)
        let id = EntryID(parent: nil, bytes: bytes)
        var tree = ChainTree<Rules.Link>()
        let place = tree.add(id, link: Self.genesisLink(rules), parent: nil)
        tree.appendMain(place)
        var state = ChainState<Rules.Account>()
        let (undo, _) = state.seal(id)
        self.init(rules: rules, store: store, tree: tree, state: state, waiting: Waiting())
        change.newBlocks = [
            StoredBlock(
                arrival: tree.tip.arrival, parent: nil, id: id.digest.bytes, bytes: bytes)
        ]
        change.add(
            StoredStep(
                height: 0, block: tree.tip.arrival, undo: undo.bytes, digest: stateDigest.bytes))
        try commit()
    }

    private static func genesisLink(_ rules: Rules) -> Rules.Link {
        do throws(Refusal) {
            return try rules.link(of: rules.genesis)
        } catch {
            preconditionFailure("genesis: \(error)")
        }
    }

    /// The chain that a store holds. All records are read and checked against each other, so that a
    /// changed byte that matters is found. Costly checks are made again for those blocks alone that
    /// an anchor does not bind; without an anchor for none.
    ///
    /// Without `stored_records`, records that can be read are believed; others still throw.
    ///
    /// **Throws:** ``StoreError``.
    ///
    /// - Parameters:
    ///   - anchor: the point that the chain is known to have reached, kept outside the store: an
    ///     older copy of a store agrees with itself as well as the store does.
    ///   - onRecord: called after each block and each height that is read: twice for a block of the
    ///     main chain.
    package convenience init(
        rules: Rules, opening store: ChainStore, notBefore anchor: StoreAnchor? = nil,
        onRecord: () -> Void = {}
    ) throws(StoreError) {
        if rules.guards.has(CommonGuards.storedPin) {
            let pin = try store.pin(as: Rules.Pin.self)
            guard pin == rules.pin else {
                throw .otherPin(path: store.path, expected: "\(rules.pin)", got: "\(pin)")
            }
        }
        let isTrusting = !rules.guards.has(CommonGuards.storedRecords)
        var tree = ChainTree<Rules.Link>()
        let places = try Self.readBlocks(rules, store, &tree, onRecord)
        let rows = try store.rows()
        var accounts: [Rules.Account] = []
        for (place, row) in rows {
            guard let account = Self.account(row, isTrusting),
                isTrusting || place == accounts.count
            else {
                throw Self.corrupt(store, "account \(place)", "an account at its place")
            }
            accounts.append(account)
        }
        let digests = try Self.readSteps(
            store, isTrusting ? nil : accounts, &tree, places, onRecord)
        let state = ChainState(accounts: accounts, digests: digests)
        if rules.guards.has(CommonGuards.storedAnchor) { try anchor?.check(digests, store.path) }
        var waiting = Waiting<Rules.Transaction>()
        for (arrival, bytes) in try store.transactions() {
            guard StoreLimits.arrivals.contains(arrival),
                let transaction = Self.transaction(rules, bytes)
            else {
                throw Self.corrupt(store, "waiting \(arrival)", "a transaction")
            }
            _ = waiting.add(transaction, bytes, arrival: arrival)
        }
        let dropped = waiting.settle(rules, on: state.book)
        guard isTrusting || dropped.isEmpty else {
            throw Self.corrupt(store, "its waiting transactions", "transactions that can be paid")
        }
        self.init(rules: rules, store: store, tree: tree, state: state, waiting: waiting)
        change.remove(transactions: dropped)
        if rules.guards.has(CommonGuards.storedAnchor), let anchor {
            try judgeUnanchored(above: anchor)
        }
    }

    private static func account(_ row: [UInt8], _ isTrusting: Bool) -> Rules.Account? {
        guard let account = try? Rules.Account(row: row), isTrusting || account.row == row else {
            return nil
        }
        return account
    }

    private static func transaction(_ rules: Rules, _ bytes: [UInt8]) -> Rules.Transaction? {
        guard let transaction = try? rules.transaction(bytes),
            rules.bytes(of: transaction) == bytes
        else { return nil }
        return transaction
    }

    private static func corrupt(
        _ store: ChainStore, _ place: String, _ expected: String
    ) -> StoreError {
        .corrupt(path: store.path, place: place, expected: expected)
    }

    /// Reads all blocks into the tree. **Result:** their places, by arrival.
    private static func readBlocks(
        _ rules: Rules, _ store: ChainStore, _ tree: inout ChainTree<Rules.Link>,
        _ onRecord: () -> Void
    ) throws(StoreError) -> [Int: Int] {
        var places: [Int: Int] = [:]  // looked up, never iterated
        let genesis = rules.bytes(of: rules.genesis)
        let isTrusting = !rules.guards.has(CommonGuards.storedRecords)
        try store.forEachBlock { stored throws(StoreError) in
            let name = "block \(stored.arrival)"
            let parent = stored.parent.flatMap { places[$0] }
            guard StoreLimits.arrivals.contains(stored.arrival) else {
                throw Self.corrupt(store, name, "an arrival within 2^61 of 0")
            }
            let isFirst = places.isEmpty && (isTrusting || stored.bytes == genesis)
            guard stored.parent == nil ? isFirst : parent != nil
            else { throw Self.corrupt(store, name, "a block on one before it") }
            var id = EntryID(parent: parent.map { tree.entries[$0].id }, bytes: stored.bytes)
            if isTrusting, stored.id.count == 32 {
                id = EntryID(digest: Digest(bytes: stored.id))
            }
            guard id.digest.bytes == stored.id, tree.place(of: id) == nil else {
                throw Self.corrupt(store, name, "the bytes of its digest")
            }
            guard let block = try? rules.block(stored.bytes), let link = try? rules.link(of: block)
            else { throw Self.corrupt(store, name, "a block") }
            places[stored.arrival] = tree.add(
                id, link: link, parent: parent, arrival: stored.arrival)
            onRecord()
        }
        guard !places.isEmpty else { throw corrupt(store, "its blocks", "genesis at least") }
        return places
    }

    /// Reads the main chain into the tree, from the tip back to genesis: each digest must follow
    /// from the accounts as they were, and below genesis there must be no account. With nil
    /// accounts, digests are believed.
    private static func readSteps(
        _ store: ChainStore, _ accounts: [Rules.Account]?, _ tree: inout ChainTree<Rules.Link>,
        _ places: [Int: Int], _ onRecord: () -> Void
    ) throws(StoreError) -> [Digest] {
        var state = ChainState(accounts: accounts ?? [])
        var main: [Int] = []
        var digests: [[UInt8]] = []
        var undos: [(EntryID, [UInt8], RowSum)] = []
        let entries = tree.entries
        try store.forEachStepDown { step throws(StoreError) in
            let name = "height \(step.height)"
            guard let place = places[step.block], entries[place].height == step.height,
                main.last.map({ entries[$0].parent == place }) ?? true
            else { throw corrupt(store, name, "a block on the one below") }
            main.append(place)
            digests.append(step.digest)
            onRecord()
            guard accounts != nil else { return }
            guard let undo = try? Undo<Rules.Account>(bytes: step.undo), undo.bytes == step.undo,
                undo.fits(accountCount: state.book.accounts.count)
            else { throw corrupt(store, name, "the undo of its block") }
            undos.append((entries[place].id, step.undo, state.sum))
            state.revert(unsealed: undo)
        }
        guard main.last == 0, state.book.accounts.isEmpty else {
            throw corrupt(store, "height 0", "genesis and no accounts before it")
        }
        for place in main.reversed() { tree.appendMain(place) }
        guard accounts != nil else {
            guard digests.allSatisfy({ $0.count == 32 }) else {
                throw corrupt(store, "its heights", "digests")
            }
            return digests.reversed().map(Digest.init(bytes:))
        }
        guard tree.heaviest == tree.main[tree.height] else {
            throw corrupt(store, "its tip", "the block with the most work")
        }
        var found: [Digest] = []
        for (index, (id, undo, sum)) in undos.reversed().enumerated() {
            let digest = ChainState<Rules.Account>.digest(after: found.last, id, undo, sum)
            guard digest.bytes == digests[digests.count - 1 - index] else {
                throw corrupt(store, "height \(index)", "the state of its digest")
            }
            found.append(digest)
        }
        return found
    }
}
