import Cryptography
import HybridChain
import TestSupport
import Testing
import Trials

@Suite("A node of the hardened hybrid chain")
struct NodeTests {
    private static let all = Array(0..<7)

    @Test("Seven train, acknowledge and finalise")
    func life() throws {
        let bench = try NodeBench()
        for slot in UInt64(1)...10 {
            try bench.live(slot: slot, trainers: slot < 4 ? Self.all : [])
        }
        let state = bench.nodes[0].state
        #expect(Set(bench.heads).count == 1 && bench.nodes[0].tree.head.number == 10)
        #expect(state.loss < HybridState(bench.genesis).loss)
        #expect(bench.nodes.allSatisfy { $0.tree.finalised.epoch == 1 })
        #expect(state.finality.highest.epoch == 2 && state.slashed.isEmpty)
        // Three updates, each executed once for all seven nodes.
        #expect(bench.memory.executedUpdateCount == 3)
        #expect(bench.nodes.allSatisfy { $0.waitingEvidence.isEmpty })
    }

    @Test("One validator of one finalises by itself")
    func alone() throws {
        let bench = try NodeBench(count: 1, faultCount: 0)
        for slot in UInt64(1)...9 { try bench.live(slot: slot) }
        #expect(bench.nodes[0].tree.head.number == 9 && bench.nodes[0].tree.finalised.epoch == 1)
    }

    @Test("Without a quorum the proposer builds the empty block after 30 ticks, and not before")
    func emptyBlock() throws {
        let bench = try NodeBench()
        // The proposer of slot 1 is validator 1. Six deltas suffice, once it has waited for all.
        try bench.begin(slot: 1, trainers: Array(0..<6))
        try bench.tick(HybridNodeLimits.deltaTicks - 1)
        #expect(bench.nodes[1].slotAcknowledgements.isEmpty)
        // Four of seven acknowledge, and five are asked for.
        bench.sides = [0, 0, 0, 0, 1, 1, 1]
        for _ in HybridNodeLimits.deltaTicks..<HybridNodeLimits.quorumTicks { try bench.tick() }
        #expect(bench.nodes[1].slotAcknowledgements.count == 4)
        #expect(bench.nodes.allSatisfy { $0.tree.head.number == 0 })
        try bench.tick()
        let tree = bench.nodes[1].tree
        let empty = try #require(tree.block(tree.head.hash))
        #expect(empty.header.isEmpty && empty.header.slot == 1 && empty.header.proposer == 1)
        #expect(bench.heads[0] == bench.heads[1] && bench.heads[6] != bench.heads[1])
    }

    @Test("Two sides of a net go on, and meet when they hear each other again")
    func partition() throws {
        let bench = try NodeBench()
        for slot in UInt64(1)...5 {
            try bench.live(slot: slot, trainers: slot < 3 ? Self.all : [])
        }
        bench.sides = [0, 0, 0, 0, 0, 1, 1]
        for slot in UInt64(6)...20 { try bench.live(slot: slot) }
        #expect(Set(bench.heads).count == 2)
        bench.sides = [0, 0, 0, 0, 0, 0, 0]
        try bench.beat()
        for slot in UInt64(21)...30 { try bench.live(slot: slot) }
        #expect(Set(bench.heads).count == 1)
        #expect(bench.nodes.allSatisfy { $0.tree.finalised.epoch >= 6 })
        #expect(bench.nodes.allSatisfy { $0.state.slashed.isEmpty && $0.waitingEvidence.isEmpty })
    }

    @Test("An even split finalises nothing, and heals")
    func evenSplit() throws {
        let bench = try NodeBench()
        for slot in UInt64(1)...6 { try bench.live(slot: slot) }
        bench.sides = [0, 0, 0, 0, 1, 1, 1]
        for slot in UInt64(7)...22 { try bench.live(slot: slot) }
        #expect(bench.nodes.allSatisfy { $0.tree.finalised.epoch <= 1 })
        bench.sides = [0, 0, 0, 0, 0, 0, 0]
        try bench.beat()
        for slot in UInt64(23)...34 { try bench.live(slot: slot) }
        #expect(Set(bench.heads).count == 1)
        #expect(bench.nodes.allSatisfy { $0.tree.finalised.epoch >= 7 })
        #expect(bench.nodes.allSatisfy { $0.state.slashed.isEmpty })
    }

    @Test("A late node asks for the chain, and judges it with its deltas")
    func sync() throws {
        let bench = try NodeBench()
        bench.sides = [0, 0, 0, 0, 0, 0, 1]
        for slot in UInt64(1)...90 {
            try bench.live(slot: slot, trainers: slot < 8 ? Array(0..<6) : [])
        }
        #expect(bench.heads[6] != bench.heads[0])
        bench.sides = [0, 0, 0, 0, 0, 0, 0]
        try bench.beat()
        #expect(Set(bench.heads).count == 1 && bench.nodes[6].tree.head.number > 70)
        #expect(bench.nodes[6].state.root == bench.nodes[0].state.root)
    }

    @Test("Two headers, two acknowledgements, two votes: each is seen, shown and slashed")
    func equivocation() throws {
        let bench = try NodeBench()
        try bench.live(slot: 1, trainers: Self.all)
        let world = try LedgerWorld(name: "nodes")
        try world.follow(bench.nodes[0])
        // Headers by validator 6, one to each half.
        let first = try world.block(slot: 2, proposer: 6)
        let vote = world.vote(
            HybridLink(
                source: HybridCheckpoint(epoch: 0, root: world.genesis.tip),
                target: HybridCheckpoint(epoch: 9, root: first.hash)), by: 5)
        let second = try world.block(
            slot: 2, proposer: 6, BlockParts(evidence: [world.twoHeaders(slot: 1, proposer: 4)]))
        try bench.send(first.bytes, to: HybridSurfaces.block, [0, 1, 2])
        try bench.send(second.bytes, to: HybridSurfaces.block, [3, 4])
        #expect(bench.nodes.allSatisfy { $0.waitingEvidence.contains { $0.kindByte == 1 } })
        // Two votes of one epoch, no place of which any chain has yet.
        let other = world.vote(
            HybridLink(
                source: vote.link.source,
                target: HybridCheckpoint(epoch: 9, root: second.hash)), by: 5)
        try bench.send(vote.bytes, to: HybridSurfaces.vote, [0])
        try bench.send(other.bytes, to: HybridSurfaces.vote, [3])
        #expect(bench.nodes.allSatisfy { $0.waitingEvidence.contains { $0.kindByte == 3 } })
        // Two acknowledgements of slot 3 by validator 3.
        try bench.begin(slot: 3)
        for body in [[UInt8(1)], [2]] {
            try bench.send(
                world.acknowledgement(of: body, slot: 3, by: 3).bytes,
                to: HybridSurfaces.acknowledgement, Self.all)
        }
        #expect(bench.nodes.allSatisfy { $0.waitingEvidence.contains { $0.kindByte == 2 } })
        for slot in UInt64(4)...9 { try bench.live(slot: slot) }
        #expect(bench.nodes[0].state.slashed.indices.contains(5))
        #expect(bench.nodes[0].state.slashed.indices.contains(6))
        #expect(bench.nodes[0].state.slashed.indices.contains(3))
        #expect(Set(bench.heads).count == 1)
    }

    @Test("Who acknowledges a wrong update, or proposes it under a full certificate, is slashed")
    func wrongUpdate() throws {
        let bench = try NodeBench()
        let lax = try LedgerWorld(Guards.all.without(HybridGuards.lossGate), name: "nodes")
        try bench.begin(slot: 1)
        let deltas = try lax.honestDeltas(slot: 1, doesHarm: true)
        for delta in deltas { try bench.send(delta.bytes, to: HybridSurfaces.delta, Self.all) }
        let update = try lax.update(of: deltas, slot: 1)
        let refusals = try bench.send(update.body, to: HybridSurfaces.update, Self.all)
        #expect(refusals.map(\.by) == Self.all.map { _ in HybridGuards.lossGate })
        try bench.send(
            lax.acknowledgement(of: update.body, slot: 1, by: 2).bytes,
            to: HybridSurfaces.acknowledgement, [0])
        #expect(bench.nodes.allSatisfy { $0.waitingEvidence.count == 1 })
        let signers = [0, 3, 4, 5, 6]
        let block = try lax.block(
            slot: 1, proposer: 5,
            BlockParts(
                update: update,
                acknowledgements: signers.map {
                    lax.acknowledgement(of: update.body, slot: 1, by: $0)
                }))
        let verdicts = try bench.send(block.bytes, to: HybridSurfaces.block, [1])
        #expect(verdicts.map(\.by) == [HybridGuards.lossGate])
        #expect(bench.nodes[1].waitingEvidence.count == 6)
        try bench.live(slot: 8)
        #expect(bench.nodes[1].state.slashed.indices == [0, 2, 3, 4, 5, 6])
    }

    @Test("A restart keeps the chain, and signs nothing twice")
    func restart() throws {
        let bench = try NodeBench()
        for slot in UInt64(1)...5 {
            try bench.live(slot: slot, trainers: slot < 3 ? Self.all : [])
        }
        try bench.begin(slot: 6, trainers: Self.all)
        let old = bench.nodes[2]
        let store = old.storeDocument
        let new = bench.node(2)
        try new.restore(store)
        #expect(new.head == old.head && new.stateDigest == old.stateDigest)
        #expect(new.record == old.record && new.storeDocument == store)
        #expect(new.record.acknowledgementSlot == 6 && new.record.deltaSlot == 6)
        // The same slot again: nothing that was signed is signed again.
        let messages = new.begin(slot: 6) + new.train(old.slotDeltas.first?.delta.factors ?? [])
        let kinds = messages.compactMap { HybridMessage(bytes: $0.bytes)?.kind }
        #expect(!kinds.contains(.delta) && !kinds.contains(.acknowledgement))
        #expect(!kinds.contains(.vote) && !kinds.contains(.bundle))
        // A store that forgets what was signed, or ends below the head, is refused.
        var forgetful = store
        forgetful.replaceSubrange(64..<96, with: [UInt8](repeating: 0, count: 32))
        let short = bench.node(2).storeDocument
        for bad in [forgetful, short, [], Array(store.dropLast()), store + [0]] {
            #expect(throws: Refusal.self) { try new.restore(bad) }
            #expect(new.storeDocument == store)
        }
        bench.nodes[2] = new
        for slot in UInt64(7)...16 { try bench.live(slot: slot) }
        #expect(Set(bench.heads).count == 1 && bench.nodes[0].state.slashed.isEmpty)
        #expect(bench.nodes.allSatisfy { $0.waitingEvidence.isEmpty })
    }

    @Test("A block whose deltas are not here waits for them")
    func parkedBlock() throws {
        let bench = try NodeBench()
        bench.sides = [0, 0, 0, 0, 0, 0, 1]
        try bench.live(slot: 1, trainers: Array(0..<6))
        let tree = bench.nodes[0].tree
        let block = try #require(tree.block(tree.head.hash))
        let late = bench.nodes[6]
        let reply = try late.submit(
            block.bytes, to: HybridSurfaces.block, from: Source(0),
            at: LogicalClock(milliseconds: 0))
        #expect(reply.refusals.map(\.by) == [HybridGuards.deltasKnown])
        #expect(late.tree.head.number == 0)
        bench.sides[6] = 0
        try bench.deliver(reply.messages, from: 6)
        #expect(late.head == bench.nodes[0].head)
    }

    @Test("Nothing that a stranger sends makes a node sign twice, trap or change on a refusal")
    func hostile() throws {
        let bench = try NodeBench()
        var random = ActorRandom(seed: "hostile", actor: "node")
        var sent: [(Surface, [UInt8])] = []
        for slot in UInt64(1)...3 {
            try bench.live(slot: slot, trainers: Self.all)
            for messages in bench.nodes.map(\.heartbeat) {
                sent += messages.map { (HybridSurfaces.gossip, $0.bytes) }
            }
            let tree = bench.nodes[0].tree
            if let bundle = bench.nodes[0].bundle(tree.head.hash) {
                sent.append((HybridSurfaces.gossip, HybridMessage(.bundle, bundle.bytes).bytes))
                sent.append((HybridSurfaces.block, bundle.block))
            }
        }
        let node = bench.nodes[4]
        for _ in 0..<1_500 {
            var (surface, bytes) = sent[random.integer(in: 0...(sent.count - 1))]
            if random.happens(permille: 200) {
                surface =
                    HybridSurfaces.all[
                        random.integer(in: 0...(HybridSurfaces.all.count - 1))]
            }
            for _ in 0..<random.integer(in: 0...4) where !bytes.isEmpty {
                bytes[random.integer(in: 0...(bytes.count - 1))] = UInt8(
                    random.integer(in: 0...255))
            }
            let before = (node.head, node.stateDigest, node.record)
            let reply = try node.submit(
                bytes, to: surface, from: Source(UInt32(random.integer(in: 50...60))),
                at: LogicalClock(milliseconds: 0))
            if !reply.isAccepted {
                #expect(before == (node.head, node.stateDigest, node.record))
            }
        }
        #expect(throws: UnknownSurface.self) {
            try node.submit(
                [], to: Surface("none"), from: Source(1), at: LogicalClock(milliseconds: 0))
        }
    }
}
