import Cryptography
import PublishedMeshChain
import TestSupport
import Testing

@Suite("The chain under any calls in any order")
struct ChainHostileTests {
    private struct Player {
        var chain: StakeChain
        var random: SeededGenerator
        private(set) var refusedCount = 0
        private(set) var endedCount = 0

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
            chain = ChainSubnet.chain(
                validators: .random(in: 0...4, using: &random),
                idle: .random(in: 0...3, using: &random),
                included: .random(in: 0...3, using: &random),
                queued: .random(in: 0...2, using: &random))
        }

        private mutating func amount() -> UInt128 {
            let any = UInt128(random.next()) << 64 | UInt128(random.next())
            return any >> UInt128.random(in: 0..<128, using: &random)
        }

        private mutating func id() -> UInt32 { .random(in: 0...13, using: &random) }

        mutating func step() {
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1: propose()
            case 2, 3, 4:
                let hotkey = 1000 + UInt64(id())
                note { c throws(ChainRefusal) in try c.attest(by: hotkey) }
            case 5, 6:
                let (epoch, isOver) = chain.epoch.addingReportingOverflow(1)
                chain.block = isOver ? .max : 3 + 20 * min(epoch, 200_000_000)
                _ = chain.emission(
                    epoch: chain.epoch, emissions: amount(), weight: amount(),
                    random: UInt32.random(in: 0 ... .max, using: &random))
                endedCount += 1
            case 7: chain.setReputation(min(amount(), ChainFraction.one), of: id())
            case 8:
                let nodes = (0..<Int.random(in: 0...3, using: &random)).map { _ in id() }
                chain.emergency = EmergencySet(
                    nodes: nodes, target: id(), epochMax: chain.epoch + 3)
            default:
                if Bool.random(using: &random) {
                    _ = chain.remove(id())
                } else {
                    let id = id()
                    chain.add(
                        ChainNode(
                            id: id, hotkey: 1000 + UInt64(id), coldkey: UInt64(id / 2),
                            nodeClass: NodeClass(rawValue: UInt8(id % 4)) ?? .idle,
                            startEpoch: id, delegateRate: amount(), delegateShares: amount()),
                        stake: amount() >> 8)
                }
            }
        }

        private mutating func propose() {
            let validator = chain.elected[chain.epoch] ?? id()
            let scores = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                ChainScore(node: id(), score: amount())
            }
            let (prioritized, removed) = (id(), id())
            let hotkey = 1000 + UInt64(validator)
            note { c throws(ChainRefusal) in
                try c.propose(
                    by: hotkey, scores, prioritized: prioritized, removed: removed)
            }
        }

        private mutating func note(
            _ call: (inout StakeChain) throws(ChainRefusal) -> [ChainEvent]
        ) {
            do throws(ChainRefusal) {
                _ = try call(&chain)
            } catch {
                refusedCount += 1
            }
        }
    }

    @Test("Nothing traps; slots are registered validators, each once")
    func invariants() throws {
        var (refusedCount, endedCount) = (0, 0)
        for seed: UInt64 in 0..<60 {
            var player = Player(seed: seed)
            for _ in 0..<200 {
                player.step()
                let chain = player.chain
                for (place, id) in chain.slots.enumerated() {
                    #expect(chain.nodes[id]?.nodeClass == .validator, "seed \(seed)")
                    #expect(!chain.slots[..<place].contains(id), "seed \(seed)")
                }
                #expect(chain.nodeIDs.count == chain.hotkeys.count, "seed \(seed)")
                #expect(
                    chain.hotkeys.count == chain.nodes.count + chain.queue.count, "seed \(seed)")
            }
            refusedCount += player.refusedCount
            endedCount += player.endedCount
        }
        #expect(refusedCount > 1000 && endedCount > 1000)
    }

    @Test("The same calls end in the same state")
    func determinism() throws {
        func digest(_ seed: UInt64) -> Digest {
            var player = Player(seed: seed)
            for _ in 0..<200 { player.step() }
            return player.chain.digest
        }
        #expect(digest(3) == digest(3))
        #expect(digest(3) != digest(4))
    }
}
