import Foundation
import HybridChain
import HybridServing
import Platform
import TestSupport
import Testing

@Suite("A validator of a hybrid chain that is killed")
struct KillTests {
    private static let seed: UInt64 = 0x22_9111
    private static let momentCount = Thoroughness.count(60, else: 5)
    private static let goingOnSeconds = 60

    @Test("Killed at any moment, it goes on from its store, and has signed nothing twice")
    func moments() async throws {
        try await onThread { try Self.run() }
    }

    private static func run() throws {
        let folder = try TemporaryFolder()
        let chain = folder.path + "/chain"
        try ServedValidator.make(chain, validatorCount: 4)
        let genesis = try #require(
            HybridGenesis(bytes: Array(Data(contentsOf: URL(filePath: chain + "/genesis.bin")))))
        // Without the one that is killed they are two of four, and no quorum.
        let others = try [1, 2].map { try ServedValidator(chain, $0) }
        let witness = HybridReplica(genesis: genesis)
        var generator = SeededGenerator(seed: seed)
        for moment in 0..<momentCount {
            let validator = try ServedValidator(chain, 0)
            let milliseconds = Int.random(in: 50...900, using: &generator)
            Pause.wait(milliseconds: milliseconds)
            validator.process.kill()
            let place = "moment \(moment) of seed \(seed), after \(milliseconds) ms"
            try witness.follow { try others[0].gossip($0) }
            expectNoted(try validator.record(genesis), witness.node, "\(place)")
            for one in others { #expect(try one.evidenceCount() == 0, "\(place)") }
            #expect(witness.node.state.slashed.isEmpty, "\(place)")
        }
        let validator = try ServedValidator(chain, 0)
        let (height, epoch) = (witness.node.tree.head.number, finalisedEpoch(witness.node))
        let watch = Stopwatch()
        while headers(witness.node).allSatisfy({ $0.proposer != 0 || $0.number <= height })
            || finalisedEpoch(witness.node) <= epoch
        {
            try #require(
                watch.nanoseconds / 1_000_000_000 < goingOnSeconds, "the chain does not go on")
            Pause.wait(milliseconds: 50)
            try witness.follow { try others[0].gossip($0) }
        }
        #expect(witness.node.state.slashed.isEmpty)
        #expect(validator.process.stop() == 0)
        let updateCount = headers(witness.node).count { !$0.isEmpty }
        print("  \(momentCount) kills, \(height) blocks then, \(updateCount) updates at the end")
    }

    private static func finalisedEpoch(_ node: HybridNode) -> UInt64 {
        node.state.finality.finalised.epoch
    }

    private static func blocks(_ node: HybridNode) -> [HybridBlock] {
        node.tree.order.compactMap { node.tree.block($0) }
    }

    private static func headers(_ node: HybridNode) -> [HybridHeader] {
        blocks(node).map(\.header)
    }

    /// All that others have with validator 0's signature, its store has noted.
    private static func expectNoted(
        _ record: SigningRecord, _ node: HybridNode, _ place: Comment
    ) {
        for block in blocks(node) {
            let header = block.header
            if header.proposer == 0 { #expect(header.slot <= record.proposalSlot, place) }
            let entries = HybridCertificate(bytes: block.certificate).entries
            if entries.contains(where: { $0.index == 0 }) {
                #expect(header.slot <= record.acknowledgementSlot, place)
            }
            for vote in HybridVoteList(bytes: block.votes).votes where vote.index == 0 {
                #expect(vote.link.target.epoch <= record.voteTarget, place)
            }
        }
    }
}
