import LearningNetwork
import Testing
import Trials

@Suite("Branches of the hardened learning network")
struct BranchTests {
    private func blocks(_ bench: LearningBench, from index: Int = 1) -> [[UInt8]] {
        bench.system.tree.main[index...].compactMap { $0.block?.bytes }
    }

    @Test("A longer branch is followed, its goods wait again, and the order does not matter")
    func longer() throws {
        let (first, second) = (LearningBench(), LearningBench())
        try first.mine()
        for bytes in blocks(first) { try second.expect(bytes, LearningSurfaces.block) }
        let payment = LearningTransaction.signed(
            .pay, by: LearningBench.wallet, to: LearningBench.miner, amount: 5, nonce: 0,
            network: first.rules.network)
        try first.expect(payment, LearningSurfaces.transaction)
        try first.mine()
        second.time += 5
        for _ in 0..<3 { try second.mine() }
        for bytes in blocks(second, from: 2) { try first.expect(bytes, LearningSurfaces.block) }
        #expect(first.system.head == second.system.head)
        #expect(first.system.stateDigest == second.system.stateDigest)
        #expect(first.system.waitingCount == 1)
        try first.mine()
        #expect(first.system.state[LearningBench.wallet.address].nonce == 1)

        let third = LearningBench()
        for bytes in blocks(first) { try third.expect(bytes, LearningSurfaces.block) }
        #expect(third.system.stateDigest == first.system.stateDigest)
    }

    @Test("Of two branches as long, the one that ends in the smaller hash counts")
    func equal() throws {
        let (first, second) = (LearningBench(), LearningBench())
        try first.mine()
        second.time += 1
        try second.mine()
        let (one, other) = (first.system.tree.head.hash, second.system.tree.head.hash)
        try first.expect(blocks(second)[0], LearningSurfaces.block)
        let smaller = one.lexicographicallyPrecedes(other) ? one : other
        #expect(first.system.tree.head.hash == smaller)
    }

    @Test("A state that is no longer kept is made again")
    func deep() throws {
        let bench = LearningBench()
        for _ in 0..<LearningLimits.keptStateCount + 12 { try bench.mine() }
        let main = bench.system.tree.main
        let tip = bench.system.tree.tip(at: main[5])
        let other = LearningBench()
        for bytes in blocks(bench).prefix(5) { try other.expect(bytes, LearningSurfaces.block) }
        #expect(tip.state.digest == other.system.stateDigest)
        // A block on it is judged, and its branch is too short to count.
        other.time += 100_000
        try other.mine()
        try bench.expect(blocks(other)[5], LearningSurfaces.block)
        #expect(bench.system.tree.head === main[main.count - 1])
    }

    @Test("A store is read as it was written; cut off, changed or foreign it is refused")
    func store() throws {
        let bench = try GoldenChain.made()
        let document = bench.system.storeDocument
        let rules = bench.rules
        #expect(
            try LearningSystem.tree(of: document, rules).head.hash == bench.system.tree.head.hash)
        var changed = document
        changed[changed.count - 40] ^= 1
        let lines = document.split(separator: 0x0A)
        let shorter = Array(lines.dropLast().joined(separator: [0x0A])) + [0x0A]
        for bytes in [
            changed, Array(document.dropLast()), Array(document.dropFirst()), shorter, [],
        ] {
            #expect(bench.send(bytes, to: LearningSurfaces.store) == "store")
        }
        #expect(bench.send(document, to: LearningSurfaces.store) == nil)
    }
}
