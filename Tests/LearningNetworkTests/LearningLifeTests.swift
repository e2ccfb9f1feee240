import LearningNetwork
import Testing
import Training
import Trials

@Suite("Honest use of the hardened learning network")
struct LearningLifeTests {
    @Test("A genesis is read as it was written")
    func genesis() throws {
        let genesis = LearningBench.genesis()
        let read = try LearningGenesis(genesis.bytes)
        #expect(read.bytes == genesis.bytes)
        #expect(read.network == genesis.network)
    }

    @Test("Training is proved, opened, certified and paid, epoch after epoch")
    func epochs() throws {
        let bench = LearningBench()
        for epoch in 1...3 {
            // A bond counts from the next epoch on.
            if epoch == 1 {
                let bond = LearningTransaction.signed(
                    .bond, by: LearningBench.trainer, amount: 2_000_000_000, nonce: 0,
                    network: bench.rules.network)
                #expect(bench.send(bond, to: LearningSurfaces.transaction) == nil)
            }
            try bench.mineToEpoch(epoch)
            let training = try bench.train()
            let before = bench.system.state[LearningBench.trainer.address].balance
            try bench.certify(training)
            let state = bench.system.state
            #expect(state.trained.count == epoch)
            #expect(state.model == training.claim.end)
            #expect(state[LearningBench.trainer.address].balance > before)
        }
        let genesis = bench.rules.genesis
        let first = genesis.allocations.map(\.units) + genesis.bonds.map(\.units)
        #expect(bench.system.state.supply == first.reduce(0, +) + bench.system.state.rewarded)
        #expect(bench.system.state[LearningBench.trainer.address].reputation == 53_000)

        // Another node comes to the same state by the blocks alone.
        let other = LearningBench()
        for node in bench.system.tree.main {
            guard let block = node.block else { continue }
            #expect(other.send(block.bytes, to: LearningSurfaces.block) == nil)
        }
        #expect(other.system.stateDigest == bench.system.stateDigest)
        #expect(other.send(bench.system.storeDocument, to: LearningSurfaces.store) == nil)
    }
}
