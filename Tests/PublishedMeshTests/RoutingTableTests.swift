import PublishedMesh
import PythonValues
import TestSupport
import Testing

@Suite("Routing tables")
struct RoutingTableTests {
    private func id(_ bytes: [UInt8]) throws -> MeshID {
        try MeshID(bytes: bytes + [UInt8](repeating: 0, count: 20 - bytes.count))
    }

    private func contact(_ id: MeshID) -> MeshContact {
        MeshContact(id: id, peer: PeerID(bytes: id.bytes))
    }

    @Test("The nearest nodes are those of the whole table, in order", arguments: [1, 2, 3])
    func nearest(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func random() throws -> MeshID {
            try MeshID(
                bytes: (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        }
        var table = RoutingTable(own: try random(), bucketSize: 4)
        for _ in 0..<300 { _ = try table.add(contact(random())) }
        let nodes = table.buckets.flatMap(\.nodes)
        #expect(table.buckets.count > 4)
        #expect(table.buckets.allSatisfy { $0.nodes.count <= 4 })
        for _ in 0..<20 {
            let query = try random()
            let sorted = nodes.sorted { query.distance(to: $0.id) < query.distance(to: $1.id) }
            #expect(table.nearest(to: query, count: 7) == Array(sorted.prefix(7)))
            let others = sorted.filter { $0.id != sorted[2].id }
            let found = table.nearest(to: query, count: 7, excluding: sorted[2].id)
            #expect(found == Array(others.prefix(7)))
        }
    }

    @Test("A node in the very middle goes left, where it is not looked for")
    func middle() throws {
        var table = RoutingTable(own: .zero, bucketSize: 1)
        let middle = try id([0x80])
        _ = try table.add(contact(middle))
        _ = try table.add(contact(id([0xF0])))
        #expect(table.buckets.count == 2)
        #expect(table.buckets[0].nodes.map(\.id) == [middle])
        #expect(table.place(of: middle) == 1)
        #expect(throws: PythonError.self) { try table.remove(middle) }
    }

    @Test("The oldest node of a full bucket is pinged, and then the next")
    func ping() throws {
        var table = RoutingTable(own: try id([0xFF]), bucketSize: 2, depthModulo: 1)
        for first: UInt8 in [1, 2] { #expect(try table.add(contact(id([first]))) == nil) }
        #expect(try table.add(contact(id([3])))?.id == id([1]))
        #expect(try table.add(contact(id([4])))?.id == id([2]))
        #expect(try table.add(contact(id([5]))) == nil)
        try table.remove(id([1]))
        #expect(table.buckets[0].nodes.map(\.id) == [try id([2]), try id([5])])
    }

    @Test("A bucket of one id cannot be split")
    func smallest() throws {
        var table = RoutingTable(own: .zero, bucketSize: 0)
        do throws(PythonError) {
            _ = try table.add(contact(.zero))
            Issue.record("an empty bucket took a node")
        } catch {
            #expect(error.name == "AssertionError")
        }
        #expect(table.buckets.count == 161)
    }
}
