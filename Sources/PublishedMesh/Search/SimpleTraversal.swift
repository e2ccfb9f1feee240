/// The search for one query, one call after the other, as a machine.
package struct SimpleTraversal: Sendable {
    private let query: MeshID
    private let beam: Int
    private var candidates = RankedNodes()
    private var near = RankedNodes()
    private var seen: Set<MeshID>  // sorted where it is read out, else never iterated
    private var isStopped = false

    package init(query: MeshID, initial: [MeshID], beam: Int, visited: [MeshID]) {
        self.query = query
        self.beam = max(beam, 0)
        seen = Set(visited)
        for id in initial where !seen.contains(id) {
            let node = RankedNode(distance: query.distance(to: id), id: id)
            candidates.insert(node)
            near.insert(node)
        }
        near.keep(nearest: self.beam)
        seen.formUnion(initial)
    }

    /// The node to call next; nil at the end.
    package mutating func next() -> MeshID? {
        guard !isStopped, let first = candidates.nearest, let bound = near.farthest,
            first.distance <= bound.distance
        else { return nil }
        return candidates.popNearest().id
    }

    /// The called node named these; `stops` ends the search.
    package mutating func answered(_ neighbours: [MeshID], stops: Bool) {
        isStopped = isStopped || stops
        // A node that is named twice in one answer is taken twice.
        let fresh = neighbours.filter { !seen.contains($0) }
        seen.formUnion(fresh)
        for id in fresh {
            let node = RankedNode(distance: query.distance(to: id), id: id)
            let isNear = near.farthest.map { node.distance <= $0.distance } ?? false
            guard isNear || near.count < beam else { continue }
            candidates.insert(node)
            near.insert(node)
            near.keep(nearest: beam)
        }
    }

    /// The nearest nodes, nearest first.
    package var nearest: [MeshID] { near.ids }

    /// All that were heard of, with those named at the start, in the order of their ids.
    package var visited: [MeshID] { seen.sorted() }
}
