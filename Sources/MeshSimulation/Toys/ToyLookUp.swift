/// A toy node's way towards a key: always the three nearest of those it has heard of.
struct ToyLookUp {
    private enum State {
        case known, asked, answered, failed
    }

    private struct Candidate {
        let node: Int
        let distance: UInt64
        /// The one that named it; nil where the node itself knew it.
        let namedBy: Int?
        var state = State.known
        var nonce: UInt32 = 0
        var deadline = 0
    }

    let task: SimulatedTask
    let key: UInt64
    private(set) var messageCount = 0
    private var candidates: [Candidate] = []

    static let nearCount = 8
    private static let askedMax = 3
    private static let patienceMilliseconds = 300

    init(_ task: SimulatedTask, key: UInt64) {
        self.task = task
        self.key = key
    }

    mutating func add(_ nodes: [Int], namedBy: Int?) {
        for node in nodes where !candidates.contains(where: { $0.node == node }) {
            let distance = ToyWorld.position(node) ^ key
            let place = candidates.firstIndex { $0.distance > distance } ?? candidates.count
            candidates.insert(
                Candidate(node: node, distance: distance, namedBy: namedBy), at: place)
        }
    }

    /// The places of those that count: the nearest that have not failed.
    private var near: [Int] {
        Array(candidates.indices.filter { candidates[$0].state != .failed }.prefix(Self.nearCount))
    }

    /// The nodes to ask now, each with its nonce.
    mutating func next(
        _ nonce: inout UInt32, atMilliseconds milliseconds: Int
    ) -> [(node: Int, nonce: UInt32)] {
        var asked: [(Int, UInt32)] = []
        var open = candidates.count { $0.state == .asked }
        for place in near where candidates[place].state == .known && open < Self.askedMax {
            candidates[place].state = .asked
            candidates[place].nonce = nonce
            candidates[place].deadline = milliseconds + Self.patienceMilliseconds
            asked.append((candidates[place].node, nonce))
            nonce += 1
            open += 1
        }
        messageCount += asked.count
        return asked
    }

    /// False where nobody was asked that.
    mutating func hear(from node: Int, nonce: UInt32, _ nodes: [Int]) -> Bool {
        guard
            let place = candidates.firstIndex(where: {
                $0.node == node && $0.nonce == nonce && $0.state == .asked
            })
        else { return false }
        candidates[place].state = .answered
        messageCount += 1
        add(nodes, namedBy: node)
        return true
    }

    mutating func expire(atMilliseconds milliseconds: Int) {
        for place in candidates.indices
        where candidates[place].state == .asked && candidates[place].deadline <= milliseconds {
            candidates[place].state = .failed
        }
    }

    var wakeMilliseconds: Int? {
        candidates.filter { $0.state == .asked }.map(\.deadline).min()
    }

    var isOver: Bool { near.allSatisfy { candidates[$0].state == .answered } }

    var nearest: [Int] { near.map { candidates[$0].node } }

    func path(to node: Int) -> [Int] {
        var path = [node]
        while let last = path.last, path.count <= candidates.count,
            let before = candidates.first(where: { $0.node == last })?.namedBy
        {
            path.append(before)
        }
        return path.reversed()
    }
}
