import Cryptography
import HybridChain
import TestSupport
import Testing
import Trials

@Suite("The ledger of the hardened hybrid chain")
struct LedgerTests {
    @Test("Each guard refuses, and lets through where it is taken out", arguments: LedgerCase.all)
    func guards(_ attempt: LedgerCase) throws {
        #expect(try attempt.attempt(.all) == attempt.stoppedBy.name)
        #expect(
            try attempt.attempt(Guards.all.without(attempt.stoppedBy)) == nil,
            "\(attempt.stoppedBy.name)")
    }

    @Test("The list of guards has each once")
    func list() {
        #expect(Set(HybridGuards.all).count == HybridGuards.all.count)
        for attempt in LedgerCase.all { #expect(HybridGuards.all.contains(attempt.stoppedBy)) }
    }

    @Test("Blocks with updates, votes and evidence are taken, and every unit stays")
    func life() throws {
        let world = try LedgerWorld()
        var losses = [world.head.state.loss]
        for slot in UInt64(1)...14 {
            try world.take(
                slot % 3 == 1
                    ? world.updateBlock(slot: slot)
                    : world.block(slot: slot, BlockParts(votes: world.dueVotes())))
            losses.append(world.head.state.loss)
            if slot == 7 {
                let evidence = try world.twoHeaders(slot: 3, proposer: 6)
                try world.take(
                    world.block(slot: 8, BlockParts(evidence: [evidence], votes: world.dueVotes())))
                break
            }
        }
        let state = world.head.state
        #expect(losses.last! < losses[0] && state.slashed.indices == [6])
        #expect(state.bonds[6] == 0 && state.bonds[0] == LedgerWorld.bond + LedgerWorld.bond / 512)
        #expect(state.bonds.reduce(0, +) + state.burnt == 7 * LedgerWorld.bond)
        #expect(state.committee.count == 7 && state.quorum == 5 && state.active.count == 6)
        try world.advance(toSlot: 13)
        // At the next epoch's first block the slashed one leaves the committee.
        #expect(world.head.state.committee.count == 6 && world.head.state.quorum == 5)
        #expect(world.tree.finalised.epoch == 2 && world.head.state.finality.highest.epoch == 3)
        #expect(world.tree.finalised == world.head.state.finality.finalised)
    }

    @Test(
        "The chain with the higher justified checkpoint wins, then the longer, then the smaller hash"
    )
    func forkChoice() throws {
        let world = try LedgerWorld()
        let one = try world.take(world.block(slot: 1, proposer: 0))
        let other = try world.take(world.block(slot: 1, proposer: 1, on: HybridTip(world.genesis)))
        let smaller = one.hash.lexicographicallyPrecedes(other.hash) ? one : other
        let larger = smaller.hash == one.hash ? other : one
        #expect(world.head.hash == smaller.hash)
        let place = try #require(world.tree.tip(larger.hash))
        let longer = try world.take(world.block(slot: 2, on: place))
        #expect(world.head.hash == longer.hash)
        // The shorter branch justifies an epoch, and the longer one does not.
        for slot in UInt64(3)...9 { try world.take(world.block(slot: slot)) }
        #expect(world.tree.main.ancestor(larger.hash) != nil)
        let short = try #require(world.tree.tip(smaller.hash))
        let at4 = try world.take(world.block(slot: 4, on: short))
        let place4 = try #require(world.tree.tip(at4.hash))
        let link = HybridLink(
            source: world.checkpoint(0), target: HybridCheckpoint(epoch: 1, root: at4.hash))
        let votes = (0..<5).map { world.vote(link, by: $0) }
        let best = try world.take(world.block(slot: 5, BlockParts(votes: votes), on: place4))
        #expect(world.head.hash == best.hash && world.head.number == 3)
        // Again: it has the block, and nothing is new.
        #expect(try world.tree.take(best, known: world.known) == false)
    }

    @Test("Evidence of a wrong update by a header; and none of a right one")
    func wrongHeader() throws {
        let world = try LedgerWorld()
        let deltas = try world.honestDeltas(slot: 1, doesHarm: true)
        let update = try world.update(of: deltas, slot: 1)
        let lax = try LedgerWorld(Guards.all.without(HybridGuards.lossGate))
        for delta in deltas { lax.take(delta) }
        let block = try lax.block(
            slot: 1, proposer: 5,
            BlockParts(update: update, acknowledgements: lax.quorum(of: update.body, slot: 1)))
        let evidence = HybridEvidence(
            .wrongUpdate, first: block.header.bytes, second: update.body,
            deltas: deltas.map(\.bytes))
        #expect(try world.rules.judge(evidence, on: world.tree.main) == 5)
        #expect(world.verdict(try world.accusing([evidence]), .all) == nil)
    }

    @Test("Cut, padded and changed blocks are refused, and change nothing")
    func hostile() throws {
        let world = try LedgerWorld()
        let block = try world.updateBlock(slot: 1)
        var random = ActorRandom(seed: "hostile", actor: "blocks")
        #expect(world.verdict(block, .all) == nil)
        let bytes = block.bytes
        for _ in 0..<300 {
            var changed = bytes
            switch random.integer(in: 0...2) {
            case 0: changed = Array(bytes.prefix(random.integer(in: 0...(bytes.count - 1))))
            case 1: changed += random.bytes32().prefix(random.integer(in: 1...9))
            default:
                let place = random.integer(in: 0...(bytes.count - 1))
                changed[place] ^= UInt8(1 << random.integer(in: 0...7))
            }
            #expect(
                world.verdict(HybridBlock(bytes: changed), .all)?.hasPrefix("changed") == false)
        }
    }

    @Test("No bytes stop a node without any guard")
    func lawless() throws {
        let none = HybridGuards.all.reduce(Guards.all) { $0.without($1) }
        let world = try LedgerWorld()
        let node = HybridNode(genesis: world.genesis, guards: none, key: world.keys[0])
        let clock = LogicalClock(milliseconds: 0)
        var random = ActorRandom(seed: "hostile", actor: "lawless")
        let block = try world.updateBlock(slot: 1)
        let evidence = try world.wrongUpdate(by: 3)
        let link = HybridLink(source: world.checkpoint(0), target: world.checkpoint(0))
        let honest: [(Surface, [UInt8])] = [
            (HybridSurfaces.block, block.bytes), (HybridSurfaces.update, block.update),
            (HybridSurfaces.delta, try world.honestDeltas(slot: 1)[0].bytes),
            (HybridSurfaces.acknowledgement, world.quorum(of: block.update, slot: 1)[0].bytes),
            (HybridSurfaces.vote, world.vote(link, by: 1).bytes),
            (HybridSurfaces.evidence, evidence.bytes),
            (HybridSurfaces.store, node.storeDocument),
            (HybridSurfaces.gossip, HybridMessage(.head, block.hash).bytes),
        ]
        for step in 0..<2_000 {
            if step % 50 == 0 { _ = node.begin(slot: UInt64(step / 50 + 1)) }
            var (surface, bytes) = honest[random.integer(in: 0...(honest.count - 1))]
            for _ in 0..<random.integer(in: 0...6) where !bytes.isEmpty {
                bytes[random.integer(in: 0...(bytes.count - 1))] = UInt8(
                    [0, 1, 127, 255][random.integer(in: 0...3)])
            }
            if random.integer(in: 0...3) == 0 {
                bytes = Array(bytes.prefix(random.integer(in: 0...bytes.count)))
            }
            _ = try node.submit(bytes, to: surface, from: Source(1), at: clock)
            _ = node.tick()
        }
    }

    @Test("A node remembers what a signature and an update cost, and verdicts stay")
    func memory() throws {
        let memory = HybridMemory()
        let world = try LedgerWorld(memory: memory)
        let block = try world.updateBlock(slot: 1)
        try world.take(block)
        let (signatures, updates) = (memory.checkedSignatureCount, memory.executedUpdateCount)
        #expect(updates == 1)
        let other = HybridTree(HybridRules(world.genesis, memory: memory))
        #expect(try other.take(block, known: world.known))
        #expect(memory.checkedSignatureCount == signatures && memory.executedUpdateCount == 1)
        // What is remembered is no reason to take an update without its deltas.
        let third = HybridTree(HybridRules(world.genesis, memory: memory))
        #expect(
            LedgerCase.refusal { () throws(Refusal) in
                try third.take(block) { _ in nil }
            } == "deltas_known")
    }
}
