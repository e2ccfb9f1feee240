import Cryptography
import MeshNetwork
import Testing
import Trials

@Suite("Hardened mesh: nodes")
struct MeshNodeTests {
    @Test("a look-up finds the nodes nearest to a place")
    func nearest() throws {
        var town = MeshTown(count: 60)
        for number in 0..<20 {
            let place = MeshIdentifier(digest: Digests.sha256("place \(number)".utf8))
            let ended = town.outcome(of: .refresh(place), at: number)
            let outcome = try #require(ended)
            let own = town.nodes[number].id
            let nearest = town.registry.nearest(place, count: 7)
                .compactMap { town.registry.id($0) }.filter { $0 != own }.prefix(6)
            #expect(Array(outcome.lookUp.answered.map(\.id).prefix(6)) == Array(nearest))
        }
    }

    @Test("a record is found by all, and stays found when holders and owner are gone")
    func stored() throws {
        var town = MeshTown(count: 30)
        let record = town.value("a", of: 3)
        let ended = town.outcome(of: .store(record), at: 3)
        let stored = try #require(ended)
        #expect(stored.isDone)
        #expect(stored.holders.count == MeshParameters.replicaCount)
        let holders = town.nodes.indices.filter { node in
            stored.holders.contains(town.nodes[node].id)
        }
        for node in holders.prefix(5) + [3] { town.isDown[node] = true }
        for reader in town.nodes.indices where !town.isDown[reader] {
            let found = town.outcome(
                of: .find(MeshKeyName(record), owner: record.owner, isLatest: false), at: reader)
            #expect(found?.records == [record])
        }
        // The last holder brings the others' number up again.
        town.run(Int(11 * 6_000))
        let copies = town.nodes.indices.count {
            !town.isDown[$0] && town.nodes[$0].storage.records.contains(record)
        }
        #expect(copies >= 4)
    }

    @Test("the newer record counts, wherever the older one still lies")
    func newest() throws {
        var town = MeshTown(count: 20)
        let old = town.value("a", of: 1)
        _ = town.outcome(of: .store(old), at: 1)
        let new = town.value("a", of: 1, sequence: 1)
        town.isDown[2] = true
        _ = town.outcome(of: .store(new), at: 1)
        town.isDown[2] = false
        for reader in [0, 2, 9] {
            let found = town.outcome(
                of: .find(MeshKeyName(old), owner: nil, isLatest: true), at: reader)
            #expect(found?.records == [new])
        }
    }

    @Test("the same events give the same bytes")
    func deterministic() {
        func digest() -> [Digest] {
            var town = MeshTown(count: 12)
            let record = town.value("a", of: 5)
            _ = town.outcome(of: .store(record), at: 5)
            return town.nodes.map(\.storage.digest)
        }
        #expect(digest() == digest())
    }
}
