import PublishedMeshChain
import Testing

/// The ends of epochs, and what the published rules let happen in them.
@Suite("Epochs of the chain")
struct ChainEpochTests {
    private let one = ChainFraction.one

    private func attest(_ nodes: ClosedRange<UInt32>, _ chain: inout StakeChain) throws {
        for id in nodes { _ = try chain.attest(by: ChainSubnet.hotkey(id)) }
    }

    @Test("Idle nodes make up a quorum: 1 of 10 validators and 6 of them are 0.7")
    func idleQuorum() throws {
        var chain = ChainSubnet.chain(validators: 10, idle: 6)
        _ = try chain.propose(by: 1001, ChainSubnet.scores([1]))
        try attest(11...16, &chain)
        let emission = ChainSubnet.end(&chain)
        #expect(emission.ratio == one / 10 * 7)
        #expect(ChainSubnet.growth(1, chain) == 693_999)
        #expect((2...10).allSatisfy { ChainSubnet.growth($0, chain) == 0 })
    }

    @Test("A ratio is never more than one")
    func ratio() throws {
        var chain = ChainSubnet.chain(validators: 1, idle: 9)
        _ = try chain.propose(by: 1001, [])
        try attest(2...10, &chain)
        let ratio = ChainSubnet.end(&chain).ratio
        #expect(ratio == one)
    }

    @Test("Without a word from the others, the proposer pays")
    func silence() throws {
        var chain = ChainSubnet.chain(validators: 10)
        _ = try chain.propose(by: 1001, [])
        let emission = ChainSubnet.end(&chain)
        #expect(emission.ratio == one / 10)
        #expect(ChainSubnet.growth(1, chain) == -1000)
        #expect(chain.subnetReputation == one / 8 * 7)
        #expect(chain.reputation(of: 1) < one && chain.reputation(of: 2) == one)
        #expect(chain.coldkeys[501]?.decreases == 1)
    }

    @Test("Who does not propose pays with reputation, and the subnet with it")
    func absence() {
        var chain = ChainSubnet.chain(validators: 2)
        let emission = ChainSubnet.end(&chain)
        #expect(emission.ratio == nil && emission.events.isEmpty)
        #expect(emission.elected == 1)
        #expect(chain.reputation(of: 1) == one / 20 * 19)
        #expect(chain.subnetReputation == one / 20 * 19)
    }

    @Test("Not to attest pays more than to attest late")
    func lateness() throws {
        var chain = ChainSubnet.chain(validators: 4)
        _ = try chain.propose(by: 1001, ChainSubnet.scores([1, 2, 3, 4]))
        chain.block = 103 + 19
        try attest(2...3, &chain)
        ChainSubnet.end(&chain)
        #expect(ChainSubnet.growth(4, chain) == 173_250)
        #expect(ChainSubnet.growth(2, chain) < 125_000)
    }

    @Test("An entry that stands twice, not side by side, thins out the others")
    func dilution() throws {
        var honest = ChainSubnet.chain(validators: 3)
        var padded = honest
        _ = try honest.propose(by: 1001, ChainSubnet.scores([1, 2, 3]))
        _ = try padded.propose(by: 1001, ChainSubnet.scores([1, 2, 1, 3, 1]))
        for id: UInt32 in 2...3 {
            _ = try honest.attest(by: ChainSubnet.hotkey(id))
            _ = try padded.attest(by: ChainSubnet.hotkey(id))
        }
        ChainSubnet.end(&honest)
        ChainSubnet.end(&padded)
        #expect(ChainSubnet.growth(2, honest) == 230_999)
        #expect(ChainSubnet.growth(2, padded) == 138_600)
    }

    @Test("A score of nothing is no pay; nothing for all pays nobody, and nothing traps")
    func nothing() throws {
        for scores in [ChainSubnet.scores([1, 2, 3], 0), []] {
            var chain = ChainSubnet.chain(validators: 3)
            _ = try chain.propose(by: 1001, scores)
            try attest(2...3, &chain)
            let emission = ChainSubnet.end(&chain)
            #expect(emission.ratio == one)
            #expect((2...3).allSatisfy { ChainSubnet.growth($0, chain) == 0 })
        }
    }

    @Test("Classes: an idle node is included after its epochs, and then a validator with a slot")
    func classes() throws {
        var chain = ChainSubnet.chain(validators: 1, idle: 1)
        var epoch: UInt32 = 5
        var classes: [NodeClass] = []
        for _ in 0..<7 {
            chain.block = 3 + 20 * epoch
            let validator = try #require(chain.elected[epoch])
            _ = try chain.propose(
                by: ChainSubnet.hotkey(validator), ChainSubnet.scores([1, 2]))
            epoch += 1
            chain.block = 3 + 20 * epoch
            _ = chain.emission(epoch: epoch, emissions: one, weight: one, random: 0)
            classes.append(try #require(chain.nodes[2]?.nodeClass))
        }
        #expect(
            classes == [.idle, .idle, .idle, .included, .included, .validator, .validator])
        #expect(chain.slots == [1, 2])
    }

    @Test("A node below the least reputation goes out, and its slot with it")
    func removal() throws {
        var chain = ChainSubnet.chain(validators: 3)
        _ = try chain.propose(by: 1001, ChainSubnet.scores([1, 2, 3]))
        try attest(2...3, &chain)
        chain.setReputation(ChainRates.reputationMin - 1, of: 2)
        let emission = ChainSubnet.end(&chain)
        #expect(
            emission.events.contains { event in
                if case .subnetNodeRemoved(2) = event { true } else { false }
            })
        #expect(chain.slots == [1, 3] && chain.nodes[2] == nil)
        #expect(chain.reputation(of: 2) == one)
        #expect(ChainSubnet.growth(2, chain) == 0)
    }

    @Test("An emergency set is elected from, and goes when it is used up")
    func emergency() throws {
        var chain = ChainSubnet.chain(validators: 3)
        chain.emergency = EmergencySet(nodes: [3], target: 0, epochMax: 99)
        _ = try chain.propose(by: 1001, [])
        ChainSubnet.end(&chain)
        #expect(chain.emergency == nil && chain.elected[6] == 1)
        chain.emergency = EmergencySet(nodes: [3], target: 9, epochMax: 7)
        let sevenths = [
            chain.elect(epoch: 7, random: .max), chain.elect(epoch: 7, random: 0),
        ]
        #expect(sevenths == [3, 3] && chain.emergency != nil)
        let eighth = chain.elect(epoch: 8, random: 2)
        #expect(eighth == 3 && chain.emergency == nil)
        chain.emergency = EmergencySet(nodes: [], target: 9, epochMax: 99)
        let ninth = chain.elect(epoch: 9, random: 0)
        #expect(ninth == nil)
    }

    @Test("The greatest amounts are capped, and the first and last epochs are epochs")
    func bounds() throws {
        var chain = ChainSubnet.chain(validators: 1)
        chain.setStake(.max, of: 1001)
        _ = try chain.propose(by: 1001, ChainSubnet.scores([1], .max))
        chain.block = 123
        _ = chain.emission(epoch: 6, emissions: .max, weight: .max, random: .max)
        #expect(chain.stakes[1001] == .max && chain.totalStake == .max)
        let ratios = [0, UInt32.max].map {
            chain.emission(epoch: $0, emissions: 1, weight: 1, random: 1).ratio
        }
        #expect(ratios == [nil, nil])
        chain.block = .max
        #expect(chain.electionSeed.count == 12)
    }

    @Test("An empty subnet elects nobody")
    func empty() {
        var chain = ChainSubnet.chain(validators: 0)
        let elected = ChainSubnet.end(&chain).elected
        #expect(elected == nil)
    }
}
