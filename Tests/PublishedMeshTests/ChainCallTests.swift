import PublishedMeshChain
import Testing

@Suite("Calls to the chain")
struct ChainCallTests {
    private func refusal(
        _ chain: inout StakeChain,
        _ call: (inout StakeChain) throws(ChainRefusal) -> [ChainEvent]
    ) -> ChainRefusal? {
        do throws(ChainRefusal) {
            _ = try call(&chain)
            return nil
        } catch {
            return error
        }
    }

    /// A chain of epoch 5 in which node 1 has proposed.
    private func proposed(_ checks: ChainChecks = .all) throws -> StakeChain {
        var chain = ChainSubnet.chain(validators: 3, idle: 1, queued: 1, checks: checks)
        _ = try chain.propose(by: 1001, ChainSubnet.scores([1, 2, 3]))
        return chain
    }

    @Test("A proposal is refused by the pallet's names, and then nothing has changed")
    func proposals() throws {
        var chain = ChainSubnet.chain(validators: 2)
        let before = chain.digest
        #expect(
            refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1002, []) }
                == .invalidValidator)
        #expect(
            refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 7, []) }
                == .invalidValidator)
        let scores = ChainSubnet.scores([1, 2], .max)
        #expect(
            refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1001, scores) }
                == .scoreOverflow)
        chain.block = 123
        #expect(
            refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1001, []) }
                == .noElectedValidator)
        chain.block = 103
        #expect(chain.submissions.count == 0)
        #expect(refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1001, []) } == nil)
        #expect(
            refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1001, []) }
                == .subnetRewardsAlreadySubmitted)
        #expect(chain.digest == before)
    }

    @Test("Without a slot there is no epoch to propose in")
    func slotless() {
        var chain = StakeChain(
            ChainParameters(
                clock: ChainClock(length: 0, slot: 0), idleEpochs: 0, includedEpochs: 0,
                weightThreshold: 0, stakeMin: 0, immunityEpochs: 0))
        chain.block = .max
        #expect(chain.epoch == 0)
        #expect(
            refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1, []) }
                == .subnetEpochDataIsNone)
    }

    @Test("An attestation is refused by the pallet's names")
    func attestations() throws {
        var chain = try proposed()
        func attest(_ hotkey: UInt64) -> ChainRefusal? {
            refusal(&chain) { c throws(ChainRefusal) in try c.attest(by: hotkey) }
        }
        #expect(attest(9) == .invalidHotkeySubnetNodeID)
        // The queued node has a hotkey, but is no node yet.
        #expect(attest(1005) == .invalidSubnetNodeID)
        #expect(attest(1001) == .alreadyAttested)
        #expect(attest(1002) == nil)
        // Idle, as published.
        #expect(attest(1004) == nil)
        chain.emergency = EmergencySet(nodes: [2], target: 9, epochMax: 9)
        #expect(attest(1003) == .invalidEmergencySubnetNodeID)
        chain.emergency = nil
        chain.add(
            ChainNode(id: 9, hotkey: 1009, coldkey: 509, nodeClass: .validator), stake: 1)
        #expect(attest(1009) == .invalidSubnetNodeID)
        chain.block = 123
        #expect(attest(1003) == .invalidSubnetConsensusSubmission)
    }

    @Test("Each check that can be taken out refuses nothing then", arguments: ChainChecks.removable)
    func withoutCheck(check: ChainRefusal) throws {
        let checks = ChainChecks(without: [check])
        var chain = try proposed(checks)
        let outcome: ChainRefusal?
        switch check {
        case .invalidValidator:
            chain = ChainSubnet.chain(validators: 2, checks: checks)
            outcome = refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1002, []) }
        case .subnetRewardsAlreadySubmitted:
            outcome = refusal(&chain) { c throws(ChainRefusal) in try c.propose(by: 1001, []) }
        case .scoreOverflow:
            chain = ChainSubnet.chain(validators: 2, checks: checks)
            let scores = ChainSubnet.scores([1, 2], .max)
            outcome = refusal(&chain) { c throws(ChainRefusal) in
                try c.propose(by: 1001, scores)
            }
        case .invalidEmergencySubnetNodeID:
            chain.emergency = EmergencySet(nodes: [], target: 9, epochMax: 9)
            outcome = refusal(&chain) { c throws(ChainRefusal) in try c.attest(by: 1002) }
        case .invalidSubnetNodeID:
            chain.add(
                ChainNode(id: 9, hotkey: 1009, coldkey: 509, nodeClass: .validator), stake: 1)
            outcome = refusal(&chain) { c throws(ChainRefusal) in try c.attest(by: 1009) }
        default:
            outcome = refusal(&chain) { c throws(ChainRefusal) in try c.attest(by: 1001) }
        }
        #expect(outcome == nil)
        ChainSubnet.end(&chain)
    }

    @Test("Entries that stand beside each other count once, those apart as often as they stand")
    func duplicates() throws {
        var chain = ChainSubnet.chain(validators: 2, idle: 1)
        _ = try chain.propose(by: 1001, ChainSubnet.scores([1, 1, 2, 1, 3, 99]))
        #expect(chain.submissions[5]?.data.map(\.node) == [1, 2, 1])
        #expect(chain.submissions[5]?.nodes.map(\.id) == [1, 2, 3])
    }

    @Test("The queue is changed only for nodes in it, and behind their immunity")
    func queue() throws {
        var chain = ChainSubnet.chain(validators: 1, queued: 2)
        chain.add(
            ChainNode(
                id: 9, hotkey: 1009, coldkey: 509, nodeClass: .registered, startEpoch: .max),
            stake: 1)
        var other = chain
        _ = try chain.propose(by: 1001, [], prioritized: 3, removed: 9)
        #expect(chain.submissions[5]?.prioritized == 3)
        #expect(chain.submissions[5]?.removed == nil)
        ChainSubnet.end(&chain)
        #expect(chain.queue.map(\.id) == [3, 2, 9])
        _ = try other.propose(by: 1001, [], prioritized: 1, removed: 2)
        #expect(other.submissions[5]?.prioritized == nil)
        ChainSubnet.end(&other)
        #expect(other.queue.map(\.id) == [3, 9] && other.nodeIDs[1002] == nil)
    }

    @Test("Nobody registers twice, and who leaves keeps the stake")
    func registration() {
        var chain = ChainSubnet.chain(validators: 3)
        for (id, hotkey) in [(UInt32(1), UInt64(77)), (77, 1001)] {
            let node = ChainNode(id: id, hotkey: hotkey, coldkey: 1, nodeClass: .idle)
            let isAdded = chain.add(node, stake: 5)
            #expect(!isAdded)
        }
        #expect(chain.totalStake == 3000 * ChainFraction.one)
        let events = [chain.remove(1), chain.remove(1)]
        #expect(events.map(\.count) == [1, 0])
        #expect(chain.slots == [3, 2])
        #expect(chain.stakes[1001] == 1000 * ChainFraction.one)
        chain.setStake(7, of: 1001)
        #expect(chain.totalStake == 2000 * ChainFraction.one + 7)
    }

    @Test("A peer needs a stake, a class and a known subnet, or a place on a list")
    func proofs() {
        var chain = ChainSubnet.chain(validators: 1, idle: 1, queued: 1)
        chain.overwatchPeers = [Array("watch".utf8)]
        chain.bootnodes = [Array("listed".utf8)]
        func isStaked(_ peer: String, _ least: UInt8, subnet: UInt32 = 1) -> Bool {
            chain.proofOfStake(subnet: subnet, peer: Array(peer.utf8), leastClass: least)
        }
        #expect(isStaked("peer1", 3) && isStaked("peer2", 1) && !isStaked("peer2", 2))
        #expect(isStaked("peer3", 0) && !isStaked("peer3", 1))
        #expect(isStaked("watch", 3) && isStaked("listed", 0) && !isStaked("nobody", 0))
        #expect(!isStaked("peer1", 4) && !isStaked("watch", 255))
        #expect(!isStaked("peer1", 1, subnet: 2))
        chain.setStake(100 * ChainFraction.one - 1, of: 1001)
        #expect(!isStaked("peer1", 1))
    }
}
