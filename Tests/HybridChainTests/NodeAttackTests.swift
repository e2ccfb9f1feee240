import Cryptography
import HybridChain
import TestSupport
import Testing
import Trials

@Suite("Attacks on a node of the hardened hybrid chain")
struct NodeAttackTests {
    private static let all = Array(0..<7)

    private func gossip(
        _ kind: HybridMessage.Kind, _ body: [UInt8], _ bench: NodeBench, source: UInt32 = 1_000
    ) throws -> [String] {
        var names: [String] = []
        for target in Self.all {
            let reply = try bench.nodes[target].submit(
                HybridMessage(kind, body).bytes, to: HybridSurfaces.gossip, from: Source(source),
                at: LogicalClock(milliseconds: 0))
            names += reply.refusals.map(\.by.name)
            try bench.deliver(reply.messages, from: target)
        }
        return names
    }

    @Test("Updates of nothing by a stranger do not use up the slot's")
    func updateFlood() throws {
        let bench = try NodeBench()
        try bench.live(slot: 1)
        try bench.begin(slot: 2)
        let ground = bench.nodes[0].rules.updateGround(on: bench.nodes[0].tree.head, slot: 2)
        for number in 0..<40 {
            let update = HybridUpdate(
                network: bench.genesis.network, slot: 2, parent: ground.parent,
                base: ground.base, deltaIDs: [],
                weightsHash: HybridDomain.digest("junk", [UInt8(number)]))
            _ = try gossip(.update, update.bytes, bench)
        }
        for index in Self.all {
            let factors = try LedgerWorld.factors(on: ground, bench.nodes[index].rules, count: 7)
            try bench.deliver(bench.nodes[index].train(factors[index]), from: index)
        }
        try bench.tick(HybridNodeLimits.deltaTicks)
        try bench.tick(HybridNodeLimits.quorumTicks)
        let tree = bench.nodes[0].tree
        let block = try #require(tree.block(tree.head.hash))
        #expect(block.header.slot == 2 && !block.header.isEmpty)
    }

    @Test("A delta that is waited for is taken as the slot's, too, and none of another size")
    func wanted() throws {
        let bench = try NodeBench()
        try bench.begin(slot: 1)
        let node = bench.nodes[0]
        let ground = node.rules.updateGround(on: node.tree.head, slot: 1)
        let factors = try LedgerWorld.factors(on: ground, node.rules, count: 7)
        let delta = HybridDelta(
            network: bench.genesis.network, slot: 1, base: ground.base, index: 3,
            factors: factors[3], signedBy: bench.keys[3])
        let junk = [UInt8](repeating: 1, count: 1 << 16)
        let update = HybridUpdate(
            network: bench.genesis.network, slot: 1, parent: ground.parent, base: ground.base,
            deltaIDs: [delta.id, HybridDelta.id(of: junk)],
            weightsHash: [UInt8](repeating: 0, count: 32))
        func submit(_ kind: HybridMessage.Kind, _ body: [UInt8]) throws -> Reply {
            try node.submit(
                HybridMessage(kind, body).bytes, to: HybridSurfaces.gossip,
                from: Source(1_000), at: LogicalClock(milliseconds: 0))
        }
        #expect(try submit(.update, update.bytes).refusals.map(\.by.name) == ["deltas_known"])
        let reply = try submit(.delta, delta.bytes)
        #expect(reply.refusals.isEmpty && reply.messages.count == 6)
        #expect(!reply.messages.contains { $0.target == Source(1_000) })
        #expect(node.slotDeltas.map(\.delta.index) == [3])
        #expect(try submit(.delta, junk).refusals.map(\.by.name) == ["size"])
    }

    @Test("Evidence that fits no block, shown by the liar, does not keep him from being slashed")
    func immunity() throws {
        let bench = try NodeBench()
        try bench.live(slot: 1)
        try bench.begin(slot: 2)
        let ground = bench.nodes[0].rules.updateGround(on: bench.nodes[0].tree.head, slot: 2)
        let big = [UInt8](repeating: 1, count: 1 << 19)
        let update = HybridUpdate(
            network: bench.genesis.network, slot: 2, parent: ground.parent, base: ground.base,
            deltaIDs: [HybridDelta.id(of: big)], weightsHash: [UInt8](repeating: 0, count: 32))
        func word(_ id: [UInt8]) -> [UInt8] {
            HybridAcknowledgement(
                network: bench.genesis.network, slot: 2, updateID: id, index: 6,
                signedBy: bench.keys[6]
            ).bytes
        }
        let own = HybridEvidence(
            .wrongUpdate, first: word(update.id), second: update.bytes, deltas: [big])
        _ = try gossip(.evidence, own.bytes, bench)
        let pair = HybridEvidence(
            .acknowledgements, first: word(HybridDomain.digest("update", [1])),
            second: word(HybridDomain.digest("update", [2])))
        _ = try gossip(.evidence, pair.bytes, bench)
        try bench.tick(HybridNodeLimits.quorumTicks)
        #expect(bench.nodes[0].state.slashed.contains(6))
    }

    @Test("Wrong updates' evidence does not keep away evidence that holds on every chain")
    func orphanedEvidence() throws {
        let bench = try NodeBench()
        try bench.live(slot: 1)
        try bench.begin(slot: 2)
        let node = bench.nodes[0]
        let ground = node.rules.updateGround(on: node.tree.head, slot: 2)
        func word(_ id: [UInt8]) -> [UInt8] {
            HybridAcknowledgement(
                network: bench.genesis.network, slot: 2, updateID: id, index: 6,
                signedBy: bench.keys[6]
            ).bytes
        }
        let update = HybridUpdate(
            network: bench.genesis.network, slot: 2, parent: ground.parent, base: ground.base,
            deltaIDs: [], weightsHash: [UInt8](repeating: 0, count: 32))
        let wrong = HybridEvidence(.wrongUpdate, first: word(update.id), second: update.bytes)
        let pair = HybridEvidence(
            .acknowledgements, first: word(HybridDomain.digest("update", [1])),
            second: word(HybridDomain.digest("update", [2])))
        for evidence in [wrong, wrong, pair, wrong] {
            #expect(try gossip(.evidence, evidence.bytes, bench).isEmpty)
        }
        #expect(node.waitingEvidence == [pair])
    }

    @Test("Of votes of epochs far ahead, a few are passed on, and not any number")
    func farVotes() throws {
        let bench = try NodeBench()
        try bench.live(slot: 1)
        let root = HybridDomain.digest("block", [])
        let before = bench.messageCount
        for epoch in UInt64(100)...139 {
            let link = HybridLink(
                source: HybridCheckpoint(epoch: epoch - 1, root: root),
                target: HybridCheckpoint(epoch: epoch, root: root))
            let vote = HybridVote(
                network: bench.genesis.network, link: link, index: 6, signedBy: bench.keys[6])
            _ = try gossip(.vote, vote.bytes, bench)
        }
        // Each of seven tells six of sixteen.
        #expect(bench.messageCount - before <= 16 * 7 * 6)
    }

    @Test("A signed header under other parts costs no further signature")
    func borrowedHeader() throws {
        let bench = try NodeBench()
        try bench.live(slot: 1)
        let tree = bench.nodes[0].tree
        let mine = try #require(tree.block(tree.head.hash))
        let junk = (0..<64).map { index in
            HybridVote(
                bytes: bench.genesis.network + [UInt8](repeating: 0, count: 80)
                    + [0, UInt8(index % 7)] + [UInt8](repeating: UInt8(index), count: 64))
        }
        let block = HybridBlock(
            header: mine.header, update: mine.update, certificate: mine.certificate,
            evidence: mine.evidence, votes: HybridVoteList.bytes(of: junk))
        let before = bench.memory.checkedSignatureCount
        #expect(try Set(gossip(.block, block.bytes, bench)) == ["roots"])
        #expect(bench.memory.checkedSignatureCount == before)
    }

    /// Each member is first sent a right update that leaves out another delta.
    @Test("A stranger's updates of fewer deltas do not split the acknowledgements")
    func split() throws {
        let bench = try NodeBench()
        try bench.begin(slot: 1, trainers: Array(0..<6))
        let node = bench.nodes[0]
        let deltas = node.slotDeltas.sorted { $0.delta.index < $1.delta.index }
        let ground = node.rules.updateGround(on: node.tree.head, slot: 1)
        bench.sides = Array(0..<7)
        for target in 0..<7 where target != 1 {
            var some = deltas
            some.remove(at: target % 6)
            let made = try node.rules.updates.made(of: some, ground)
            let reply = try bench.nodes[target].submit(
                HybridMessage(.update, made.update.bytes).bytes, to: HybridSurfaces.gossip,
                from: Source(1_000), at: LogicalClock(milliseconds: 0))
            try bench.deliver(reply.messages, from: target)
        }
        bench.sides = [Int](repeating: 0, count: 7)
        try bench.tick(HybridNodeLimits.deltaTicks)
        try bench.tick(HybridNodeLimits.quorumTicks)
        let tree = bench.nodes[1].tree
        #expect(tree.block(tree.head.hash)?.header.isEmpty == false)
    }
}
