import MeshSimulation
import TestSupport
import Testing
import Trials

/// Nodes of both profiles, in small networks.
@Suite("Simulated nodes of both profiles")
struct PeerWorldTests {
    private func settings(
        _ attackerPercent: Int = 0, churnPermille: Int = 0
    ) -> CampaignSettings {
        var settings = CampaignSettings(nodeCount: 60, lookUpCount: 150, seed: "9")
        settings.itemCount = 40
        settings.attackerPercent = attackerPercent
        settings.churnPermille = churnPermille
        return settings
    }

    private func check<World: PeerWorld>(_ world: World.Type) throws {
        let attacked = settings(20, churnPermille: 200)
        let one = try LookUpCampaign<World>.results(attacked)
        var shared = attacked
        shared.threadCount = 2
        let two = try LookUpCampaign<World>.results(shared)
        #expect(one.digest == two.digest)
        #expect(one.ends == two.ends && one.hops == two.hops && one.messages == two.messages)
        #expect(one.ends.reduce(0, +) == 150)
        #expect(one.count(.unfinished) == 0)
        #expect(one.joinedCount >= one.startedNodeCount - 5)
    }

    @Test("Hardened nodes give the same on 1 and 2 threads, under churn and attack")
    func hardenedThreads() throws { try check(HardenedWorld.self) }

    @Test("Published nodes give the same on 1 and 2 threads, under churn and attack")
    func publishedThreads() throws { try check(PublishedWorld.self) }

    @Test("Without attackers all that was stored is found, by both")
    func honest() throws {
        let hardened = try LookUpCampaign<HardenedWorld>.results(settings())
        #expect(hardened.ends == [150, 0, 0, 0] && hardened.storedCount == 40)
        #expect(hardened.copiesBefore.least >= 4)
        #expect(hardened.hops.most <= 6)
        let published = try LookUpCampaign<PublishedWorld>.results(settings())
        #expect(published.ends == [150, 0, 0, 0] && published.storedCount == 40)
        #expect(published.copiesBefore.least >= 4)
    }

    @Test("False values are believed by published readers and by no hardened one")
    func falseValues() throws {
        var attacked = settings(33)
        attacked.attack = .falseValues
        let hardened = try LookUpCampaign<HardenedWorld>.results(attacked)
        #expect(hardened.count(.wrong) == 0)
        #expect(hardened.count(.found) >= 147)
        let published = try LookUpCampaign<PublishedWorld>.results(attacked)
        #expect(published.count(.wrong) > 30)
    }

    @Test("After losses, copies, delays and a division all that was stored is found")
    func histories() throws {
        for number in 0..<Thoroughness.count(1_000, else: 4) {
            var settings = CampaignSettings(
                nodeCount: 20, lookUpCount: 40, seed: String(number, radix: 16))
            settings.itemCount = 20
            settings.faults.dropPermille = 100
            settings.faults.duplicatePermille = 50
            settings.faults.latePermille = 20
            settings.faults.lateMilliseconds = 500...3_000
            settings.heals = true
            let results = try LookUpCampaign<HardenedWorld>.results(settings)
            #expect(results.lostCount == 0, "seed \(settings.seed): \(results.ends)")
            #expect(results.storedCount > 10, "seed \(settings.seed)")
            let again = try LookUpCampaign<HardenedWorld>.results(settings)
            #expect(results.digest == again.digest, "seed \(settings.seed)")
        }
    }

    @Test("A path of a look-up leads from a node that the asker knew to one that answered")
    func path() throws {
        let results = try LookUpCampaign<HardenedWorld>.results(settings())
        let sample = try #require(results.sample)
        #expect(sample.path.count == results.hops.most)
        #expect(Set(sample.path).count == sample.path.count)
        #expect(!sample.path.contains(sample.lookUp.node))
        #expect(sample.path.allSatisfy { results.residents.indices.contains($0) })
        #expect(results.table.joinedNodes.allSatisfy { results.residents.indices.contains($0) })
    }
}

extension [PeerBucket] {
    fileprivate var joinedNodes: [Int] { flatMap(\.nodes) }
}
