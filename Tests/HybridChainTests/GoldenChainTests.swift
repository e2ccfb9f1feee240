import Encodings
import Foundation
import HybridChain
import TestSupport
import Testing
import Trials

@Suite("The golden of the hardened hybrid chain")
struct GoldenChainTests {
    private static let path = "hybrid/chain.json"

    @Test("The history comes out byte for byte; GLYPHLAB_RECORD_HYBRID names a file to write it to")
    func golden() throws {
        let bench = try GoldenChain.lived()
        let text = GoldenChain.document(bench, try GoldenChain.steps(bench)).prettyText + "\n"
        if let file = ProcessInfo.processInfo.environment["GLYPHLAB_RECORD_HYBRID"] {
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        let golden = Vectors.house.appending(path: "Goldens").appending(path: Self.path)
        #expect(try Array(Data(contentsOf: golden)) == Array(text.utf8))
    }

    @Test("All validators end alike, with updates, faults of each kind, a fork and refusals")
    func content() throws {
        let bench = try GoldenChain.lived()
        let steps = try GoldenChain.steps(bench)
        #expect(Set(bench.heads).count == 1)
        let last = try #require(steps.last)
        #expect(last.head.hash == bench.nodes[0].tree.head.hash)
        #expect(last.head.state.slashed.indices == [3, 4, 5, 6])
        let taken = steps.filter { $0.refusal == nil }.map { HybridBlock(bytes: $0.block) }
        let kinds = Set(
            taken.flatMap {
                HybridEvidenceList(bytes: $0.evidence, countMax: 8).items.map(\.kindByte)
            })
        #expect(kinds == [1, 2, 3, 4])
        #expect(taken.count { !$0.header.isEmpty } >= 3)
        // Some blocks stand beside the chain.
        #expect(taken.count > Int(last.head.number))
        #expect(last.finalised.epoch >= 5)
        let refusals = Set(steps.compactMap(\.refusal))
        for name in [
            "encoding", "parent", "number", "slot", "slot_jump", "proposer", "state", "work",
            "proposal_signature", "deltas_known", "target_future", "epoch_order",
        ] {
            #expect(refusals.contains(name), "\(name)")
        }
    }
}
