/// A node with its distance to a query.
struct RankedNode: Sendable, Comparable {
    let distance: MeshID
    let id: MeshID

    static func < (left: RankedNode, right: RankedNode) -> Bool {
        (left.distance, left.id) < (right.distance, right.id)
    }
}

/// Some nodes in the order of their distances.
///
/// A search takes in what is nearer than most that it has: such nodes cost little, however many a
/// peer names.
struct RankedNodes: Sendable {
    /// Farthest first.
    private var nodes: [RankedNode] = []

    var count: Int { nodes.count }
    var nearest: RankedNode? { nodes.last }
    var farthest: RankedNode? { nodes.first }

    /// The ids, nearest first.
    var ids: [MeshID] { nodes.reversed().map(\.id) }

    mutating func insert(_ node: RankedNode) {
        var place = nodes.count
        while place > 0, nodes[place - 1] < node { place -= 1 }
        nodes.insert(node, at: place)
    }

    /// **Precondition:** there is one.
    mutating func popNearest() -> RankedNode { nodes.removeLast() }

    /// The farthest nodes fall out, until `count` are left at most.
    mutating func keep(nearest count: Int) {
        if nodes.count > count { nodes.removeFirst(nodes.count - count) }
    }
}

/// The search for one query.
struct QuerySearch: Sendable {
    let query: MeshID
    private let beam: Int
    private var candidates = RankedNodes()
    private var near = RankedNodes()
    private var known: Set<MeshID>  // never iterated
    var visited: Set<MeshID>  // sorted where it is read out, else never iterated
    var isFinished = false

    init(query: MeshID, initial: [MeshID], beam: Int, visited: [MeshID]) {
        self.query = query
        self.beam = max(beam, 0)
        known = Set(initial)
        self.visited = Set(visited)
        for id in initial {
            let node = RankedNode(distance: query.distance(to: id), id: id)
            candidates.insert(node)
            near.insert(node)
        }
        near.keep(nearest: self.beam)
    }

    var nearest: [MeshID] { near.ids }

    /// The distance of the nearest candidate that the search would still look at.
    var candidateDistance: MeshID? {
        guard let first = candidates.nearest, !isBeyondBound(first.distance) else {
            return nil
        }
        return first.distance
    }

    /// Whether `beam` nearer nodes are known.
    func isBeyondBound(_ distance: MeshID) -> Bool {
        guard near.count >= beam, let farthest = near.farthest else { return false }
        return distance > farthest.distance
    }

    /// **Precondition:** there is a candidate.
    mutating func popCandidate() -> RankedNode { candidates.popNearest() }

    mutating func learn(_ neighbours: [MeshID]) {
        for id in neighbours where known.insert(id).inserted {
            let node = RankedNode(distance: query.distance(to: id), id: id)
            guard !isBeyondBound(node.distance) else { continue }
            candidates.insert(node)
            near.insert(node)
            near.keep(nearest: beam)
        }
    }
}
