import Encodings
import Foundation
import MeshLedger
import MeshNetwork
import TestSupport
import Testing
import Trials

@Suite("The golden of the hardened mesh's ledger")
struct GoldenLedgerTests {
    private static let path = "mesh/ledger.json"

    @Test("The history comes out byte for byte; GLYPHLAB_RECORD_MESH names a file to write it to")
    func golden() throws {
        let text = GoldenLedger.document(try GoldenLedger.made()).prettyText + "\n"
        if let file = ProcessInfo.processInfo.environment["GLYPHLAB_RECORD_MESH"] {
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        let golden = Vectors.house.appending(path: "Goldens").appending(path: Self.path)
        #expect(try Array(Data(contentsOf: golden)) == Array(text.utf8))
    }

    @Test("The golden's calls, played by another node, lead to the same states")
    func replay() throws {
        let bench = try GoldenLedger.made()
        var ledger = MeshLedger(LedgerBench.genesis())
        for slot in bench.slots {
            if slot.number > 0 { try ledger.advance(to: slot.number, beacon: slot.beacon) }
            for call in slot.calls {
                var by: String?
                do { try ledger.take(call.bytes) } catch { by = error.by.name }
                #expect(by == call.refusal)
            }
            #expect(ledger.stateDigest == slot.digest)
            #expect(ledger.hasAllUnits)
        }
    }

    @Test("Each call is in the history, and each end of an epoch")
    func content() throws {
        var failed: [UInt64] = []
        var burnt: [UInt64: Int] = [:]  // looked up, never iterated
        let bench = try GoldenLedger.made { bench in
            if bench.ledger.state.hasFailed { failed.append(bench.epoch) }
            burnt[bench.epoch] = bench.ledger.state.burnt
        }
        let taken = bench.slots.flatMap(\.calls).filter { $0.refusal == nil }
        let kinds = Set(taken.compactMap { MeshCall(bytes: $0.bytes)?.body.kind })
        #expect(kinds.sorted() == Array(0..<MeshCallBody.kindCount))
        // Epochs 6 and 9 had no quorum; six absent validators lost a coin each after the latter.
        #expect(failed == [7, 10])
        #expect(burnt[10] == 6 * LedgerBench.coin + 4 * MeshLedgerLimits.transferFee)
        #expect(bench.slots.count == 242)
    }

    @Test("The page's figures of epoch 0, and its table, are those of the program")
    func page() throws {
        let bench = LedgerBench()
        var texts: [String] = []
        try GoldenLedger.foundingEpoch(bench) { bench in
            let epoch = bench.ledger.state.epoch
            texts += [epoch.heartbeatRoot, epoch.snapshot?.root ?? [], epoch.proposal?.id ?? []]
                .map(Hexadecimal.text(of:))
            texts += epoch.commits.values.prefix(1).map(Hexadecimal.text(of:))
        }
        bench.close()
        texts += [bench.ledger.genesis.parameters.network, bench.ledger.chain]
            .map(Hexadecimal.text(of:))
        texts.append(Hexadecimal.text(of: bench.slots[0].digest))
        texts += RewardCurves.table.map { "\($0)" }
        let page = Vectors.house.appending(path: "Sources/MeshLedger/README.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for figure in texts { #expect(text.contains(figure), "\(figure)") }
        // Pays, besides the proposer's reward.
        let gains = zip(LedgerBench.founders, [1_000, 900, 800, 700]).map { node, coins in
            (bench.ledger.state[node.key].seat?.stake ?? 0) - coins * LedgerBench.coin
        }
        #expect(
            gains == [17_698_473_961, 16_984_971_467 + 999_954_602, 17_876_806_165, 16_737_360_460])
    }
}
