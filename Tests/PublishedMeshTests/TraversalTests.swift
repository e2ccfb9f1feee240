import PublishedMesh
import TestSupport
import Testing

@Suite("Searches")
struct TraversalTests {
    private func ids(_ count: Int, seed: UInt64) throws -> [MeshID] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<count).map { _ in
            try MeshID(
                bytes: (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        }
    }

    /// The nodes that a node names: those nearest to it and to the query.
    private func named(_ node: MeshID, _ query: MeshID, _ nodes: [MeshID]) -> [MeshID] {
        Array(
            nodes.sorted { query.distance(to: $0) < query.distance(to: $1) }
                .filter { query.distance(to: $0) < query.distance(to: node) }.suffix(4))
            + nodes.sorted { node.distance(to: $0) < node.distance(to: $1) }.prefix(4)
    }

    @Test("Any number of calls in flight finds the nearest nodes", arguments: [1, 2, 4, 8])
    func workers(workerCount: Int) throws {
        let nodes = try ids(60, seed: 11)
        let query = try ids(1, seed: 12)[0]
        var generator = SeededGenerator(seed: UInt64(workerCount))
        var traversal = Traversal(
            queries: [query], initial: [nodes[0]], beam: 8, queriesPerCall: 1, visited: [])
        var flying: [Traversal.Call] = []
        var called: [MeshID] = []
        while !traversal.isFinished {
            while flying.count < workerCount, case .call(let call) = traversal.next() {
                flying.append(call)
                called.append(call.node)
            }
            guard !flying.isEmpty else { break }
            let call = flying.remove(at: Int.random(in: flying.indices, using: &generator))
            let answer = Traversal.Answer(
                query: query, neighbours: named(call.node, query, nodes), stops: false)
            traversal.answered(call.number, [answer])
        }
        let sorted = nodes.sorted { query.distance(to: $0) < query.distance(to: $1) }
        let findings = traversal.takeFindings()
        #expect(findings.map(\.nearest) == [Array(sorted.prefix(8))])
        #expect(Set(called).count == called.count)
        #expect(traversal.takeFindings().isEmpty)
    }

    @Test("Nothing is called while all hope lies in calls that are in flight")
    func waiting() throws {
        let nodes = try ids(3, seed: 13)
        var traversal = Traversal(
            queries: [nodes[0]], initial: [nodes[1]], beam: 4, queriesPerCall: 1, visited: [])
        guard case .call(let call) = traversal.next() else {
            Issue.record("no call")
            return
        }
        #expect(traversal.next() == .wait)
        // An answer to a call that was never made changes nothing.
        traversal.answered(call.number + 7, [])
        #expect(traversal.next() == .wait)
        traversal.answered(call.number, [])
        #expect(traversal.next() == .finished)
        traversal.answered(call.number, [])
        #expect(traversal.takeFindings().map(\.nearest) == [[nodes[1]]])
    }

    @Test("A search without a start finds nothing")
    func empty() throws {
        let query = try ids(1, seed: 14)[0]
        var traversal = Traversal(
            queries: [query], initial: [], beam: 4, queriesPerCall: 1, visited: [query])
        #expect(traversal.next() == .finished)
        #expect(traversal.takeFindings().map(\.visited) == [[query]])
        var simple = SimpleTraversal(query: query, initial: [query], beam: 4, visited: [query])
        #expect(simple.next() == nil)
        #expect(simple.nearest.isEmpty)
    }

    @Test("A hundred thousand neighbours, each nearer than all before, are taken in")
    func flood() throws {
        func id(_ number: Int) throws -> MeshID {
            try MeshID(bytes: (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) })
        }
        let count = 100_000
        let flood = try (0..<count).map { try id(count - $0) }
        var traversal = Traversal(
            queries: [.zero], initial: [try id(count + 1)], beam: 20, queriesPerCall: 1,
            visited: [])
        guard case .call(let call) = traversal.next() else {
            Issue.record("no call")
            return
        }
        traversal.answered(
            call.number, [Traversal.Answer(query: .zero, neighbours: flood, stops: false)])
        guard case .call(let next) = traversal.next() else {
            Issue.record("no call")
            return
        }
        #expect(try next.node == id(1))
    }
}
