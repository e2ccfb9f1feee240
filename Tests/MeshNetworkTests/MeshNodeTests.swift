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

    /// Readers that find a record whose holders twelve liars name at an address of nobody.
    private func findCount(_ guards: Guards, cards: (MeshTown, [Int]) -> [MeshContact]) -> Int {
        var town = MeshTown(count: 120, guards: guards)
        let record = town.value("a", of: 3)
        let stored = town.outcome(of: .store(record), at: 3)?.holders ?? []
        let holders = town.nodes.indices.filter { stored.contains(town.nodes[$0].id) }
        let place = record.place(town.parameters)
        // The nearest that hold nothing: each search asks them early.
        let others = town.nodes.indices.filter { !holders.contains($0) && $0 != 3 }
        let liars = others.sorted {
            town.nodes[$0].id.distance(to: place) < town.nodes[$1].id.distance(to: place)
        }.prefix(12)
        town.liars = (Array(liars), cards(town, holders))
        // Each search takes ten seconds, and the record is believed for nine epochs.
        return stride(from: 0, to: 120, by: 2).count { reader in
            town.outcome(
                of: .find(MeshKeyName(record), owner: record.owner, isLatest: false), at: reader
            )?.records == [record]
        }
    }

    @Test("liars that name the holders at another address hide no record")
    func forgedCards() {
        let moved = { (town: MeshTown, holders: [Int]) in
            holders.map { town.nodes[$0].card.moved(to: [250]) }
        }
        #expect(findCount(.all, cards: moved) == 60)
        #expect(findCount(.all.without(MeshGuards.card), cards: moved) < 60)
    }

    @Test("cards that are signed and out of date hide no record, and drop nobody")
    func oldCards() {
        let old = { (town: MeshTown, holders: [Int]) in
            holders.map { holder in
                MeshContact(
                    address: [250], slot: 0, by: town.signers[holder],
                    network: town.parameters.network)
            }
        }
        #expect(findCount(.all, cards: old) == 60)
    }

    @Test("two records of one sequence prove each other after the first has expired")
    func provedLate() throws {
        var town = MeshTown(count: 8)
        let slot = town.parameters.slot(atMilliseconds: town.milliseconds)
        let epoch = town.parameters.epoch(ofSlot: slot)
        let records = [epoch, epoch + 2].map { expiry in
            var draft = MeshRecord.Draft(
                kind: .value, epoch: 0, slot: slot, expiry: expiry, value: [UInt8(expiry)])
            draft.name = [1]
            return MeshRecord(draft, by: town.signers[1], network: town.parameters.network)
        }
        for node in town.nodes.indices {
            try town.nodes[node].hold(records[0])
            #expect(throws: Refusal.self) { try town.nodes[node].hold(records[1]) }
        }
        town.run(130_000)
        let found = town.outcome(
            of: .find(MeshKeyName(records[1]), owner: nil, isLatest: true), at: 5)
        #expect(found?.records == [] && found?.equivocations.count == 1)
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
