import MeshSimulation
import Statistics
import Testing
import Trials

@Suite("Campaigns of look-ups")
struct LookUpCampaignTests {
    private func settings(_ change: (inout CampaignSettings) -> Void = { _ in })
        -> CampaignSettings
    {
        var settings = CampaignSettings(nodeCount: 100, lookUpCount: 300, seed: "5")
        change(&settings)
        return settings
    }

    @Test("Toy nodes without faults or attackers find all")
    func honest() throws {
        let results = try LookUpCampaign<ToyWorld>.results(settings())
        #expect(results.ends == [300, 0, 0, 0])
        #expect(results.success.lowerMillionths > 980_000)
        #expect(results.joinedCount == 99 && results.storedCount == 100)
        #expect(results.hops.total == 300 && results.hops.least >= 1)
        #expect(results.copiesBefore.least >= 7 && results.copiesBefore.most <= 8)
    }

    @Test("Under churn, faults and attackers 1 and 2 threads give the same, and less is found")
    func attacked() throws {
        let attacked = settings {
            $0.attackerPercent = 33
            $0.churnPermille = 300
            $0.faults.dropPermille = 20
        }
        let one = try LookUpCampaign<ToyWorld>.results(attacked)
        var two = attacked
        two.threadCount = 2
        let other = try LookUpCampaign<ToyWorld>.results(two)
        #expect(one.digest == other.digest)
        #expect(one.ends == other.ends && one.hops == other.hops)
        #expect(one.messages == other.messages && one.residents == other.residents)
        #expect(one.sample == other.sample && one.table == other.table)
        #expect(one.ends[0] < 290)
        #expect(one.count(.wrong) > 0)
        #expect(one.ends.reduce(0, +) == 300)
    }

    @Test("Churn and attackers are drawn as asked for, and askers stay")
    func plan() {
        let plan = CampaignPlan(
            settings {
                $0.attackerPercent = 20
                $0.churnPermille = 500
            })
        #expect(plan.nodes.prefix(100).count { !$0.behaviour.isHonest } == 20)
        for attack in PeerBehaviour.attacks {
            #expect((6...7).contains(plan.nodes.prefix(100).count { $0.behaviour == attack }))
        }
        #expect(plan.nodes.prefix(3).allSatisfy { $0.behaviour.isHonest })
        #expect(plan.nodes.prefix(3).allSatisfy { $0.stopMilliseconds == nil })
        // About a node in two leaves a minute; each is replaced.
        #expect((40...160).contains(plan.nodes.count - 100))
        #expect(plan.nodes.count { $0.stopMilliseconds != nil } == plan.nodes.count - 100)
        for lookUp in plan.lookUps {
            let node = plan.nodes[lookUp.node]
            #expect(node.behaviour.isHonest)
            #expect(node.startMilliseconds <= lookUp.milliseconds)
            #expect(
                node.stopMilliseconds ?? Int.max
                    > lookUp.milliseconds + CampaignPlan.restMilliseconds)
        }
    }

    @Test("A distribution tells its mean, its median and its ends")
    func distribution() {
        let counts = CountDistribution([3, 1, 1, 7])
        #expect(counts.meanHundredths == 300 && counts.median == 1)
        #expect(counts.least == 1 && counts.most == 7 && counts.total == 4)
        #expect(counts.quantile(permille: 1_000) == 7)
        #expect(CountDistribution([1, 1, 0]).meanHundredths == 67)
        #expect(CountDistribution().median == 0)
    }
}
