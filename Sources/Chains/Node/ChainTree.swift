internal import BigInt

/// All blocks that a node knows, as a tree, and which of them are the main chain.
struct ChainTree<Link: ChainLink> {
    struct Entry {
        let arrival: Int
        /// The place of the block that it stands on; nil for genesis.
        let parent: Int?
        let id: EntryID
        let height: Int
        /// The sum of the work of all blocks from the one above genesis up to this one.
        let work: BigInt
        let link: Link
        fileprivate(set) var isRemoved = false
    }

    /// All blocks that this process met, by place: the order in which they came.
    private(set) var entries: [Entry] = []
    private var places: [EntryID: Int] = [:]  // looked up, never iterated
    /// The places of the main chain's blocks, by height.
    private(set) var main: [Int] = []
    private(set) var mainLinks: [Link] = []
    private(set) var nextArrival = 0
    /// The branch that was asked for last: the next block most likely continues it.
    private var lastBranch: (place: Int, forkHeight: Int, links: [Link])?
    /// The last blocks whose payments were refused: none of them is judged twice.
    private var refused: [EntryID] = []
    private var refusedIDs: Set<EntryID> = []  // membership only, never iterated
    private static var refusedCountMax: Int { 10_000 }

    var tip: Entry { entries[main[main.count - 1]] }
    var height: Int { main.count - 1 }

    func place(of id: EntryID) -> Int? { places[id] }

    func isMain(_ place: Int) -> Bool {
        let height = entries[place].height
        return height < main.count && main[height] == place
    }

    /// **Precondition:** a known parent, but for genesis; an arrival after all others.
    mutating func add(_ id: EntryID, link: Link, parent: Int?, arrival: Int? = nil) -> Int {
        let above = parent.map { entries[$0] }
        entries.append(
            Entry(
                arrival: arrival ?? nextArrival, parent: parent, id: id,
                height: above.map { $0.height + 1 } ?? 0,
                work: above.map { $0.work + link.work } ?? 0, link: link))
        nextArrival = (arrival ?? nextArrival) + 1
        places[id] = entries.count - 1
        return entries.count - 1
    }

    /// Removes a block and all blocks on it. **Result:** their arrivals. **Precondition:** none is
    /// main.
    mutating func remove(from place: Int) -> [Int] {
        var removed: [Int] = []
        for other in place..<entries.count {
            let stands = entries[other].parent.map { entries[$0].isRemoved } ?? false
            guard other == place || stands, !entries[other].isRemoved else { continue }
            precondition(!isMain(other), "block \(entries[other].arrival) is on the main chain")
            entries[other].isRemoved = true
            places[entries[other].id] = nil
            refuse(entries[other].id)
            removed.append(entries[other].arrival)
        }
        return removed
    }

    func isRefused(_ id: EntryID) -> Bool { refusedIDs.contains(id) }

    private mutating func refuse(_ id: EntryID) {
        guard refusedIDs.insert(id).inserted else { return }
        refused.append(id)
        if refused.count > Self.refusedCountMax { refusedIDs.remove(refused.removeFirst()) }
    }

    /// The block with the most work; of equal ones the main chain's, then the first.
    var heaviest: Int {
        var best = main[main.count - 1]
        for place in entries.indices
        where !entries[place].isRemoved && entries[place].work > entries[best].work {
            best = place
        }
        return best
    }

    /// The chain up to a block.
    mutating func view(to place: Int) -> ChainView<Link> {
        if isMain(place) {
            return ChainView(main: mainLinks, count: entries[place].height + 1)
        }
        if let last = lastBranch, last.place == entries[place].parent {
            lastBranch?.place = place
            lastBranch?.links.append(entries[place].link)
        } else if lastBranch?.place != place {
            let branch = branch(to: place)
            lastBranch = (place, branch.forkHeight, branch.places.map { entries[$0].link })
        }
        guard let last = lastBranch else { preconditionFailure("no branch to \(place)") }
        return ChainView(main: mainLinks, count: last.forkHeight + 1, branch: last.links)
    }

    /// The blocks from the main chain up to a place, and the height of the last common block.
    func branch(to place: Int) -> (forkHeight: Int, places: [Int]) {
        var places: [Int] = []
        var current = place
        while !isMain(current), let parent = entries[current].parent {
            places.append(current)
            current = parent
        }
        return (entries[current].height, places.reversed())
    }

    mutating func appendMain(_ place: Int) {
        lastBranch = nil
        main.append(place)
        mainLinks.append(entries[place].link)
    }

    mutating func removeMainTip() {
        lastBranch = nil
        main.removeLast()
        mainLinks.removeLast()
    }

    /// Ids of the main chain's blocks, ever farther apart from the tip down to genesis: a peer
    /// finds the first of them that its own main chain has.
    var locator: [EntryID] {
        var heights: [Int] = []
        var (height, step) = (self.height, 1)
        while height > 0 {
            heights.append(height)
            if heights.count >= 8 { step *= 2 }
            height -= step
        }
        return (heights + [0]).map { entries[main[$0]].id }
    }
}
