import Encodings
import Foundation
import LearningNetwork
import TestSupport
import Testing
import Trials

@Suite("The golden of the hardened learning network")
struct GoldenChainTests {
    private static let path = "learning/hardened-network.json"

    @Test("The chain comes out byte for byte; GLYPHLAB_RECORD_LEARNING names a file to write it to")
    func golden() throws {
        let bench = try GoldenChain.made()
        let text = GoldenChain.document(bench).prettyText + "\n"
        if let file = ProcessInfo.processInfo.environment["GLYPHLAB_RECORD_LEARNING"] {
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        let golden = Vectors.house.appending(path: "Goldens").appending(path: Self.path)
        #expect(try Array(Data(contentsOf: golden)) == Array(text.utf8))
    }

    @Test("The chain has a training of each outcome, a bond that was burned, and all its coins")
    func content() throws {
        let bench = try GoldenChain.made()
        let kinds = bench.system.tree.main.compactMap(\.block).flatMap(\.certificates).map(\.kind)
        for kind in LearningCertificate.Kind.allCases { #expect(kinds.contains(kind), "\(kind)") }
        let state = bench.system.state
        #expect(state.burned == 12_000_000_000)
        #expect(state.trained.count == 3)
        let genesis = bench.rules.genesis
        let first = genesis.allocations.map(\.units) + genesis.bonds.map(\.units)
        #expect(state.supply == first.reduce(0, +) + state.rewarded)
    }
}
