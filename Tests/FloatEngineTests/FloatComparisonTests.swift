import Checkpoints
import FloatEngine
import Foundation
import Proving
import TestSupport
import Testing

@Suite("A float run beside its golden")
struct FloatComparisonTests {
    private static let embedded = Result {
        let folder = Vectors.house.appending(path: "Models/glyph-nano").path
        return try FloatReceiptRun(
            .v3, model: FloatModel(folder: folder),
            tokenizer: ModelFolder(path: folder).tokenizer(), order: .wide, promptCount: 6,
            threadCount: 1)
    }

    @Test("The first wrong proof is found by its index, and a large drift excuses it")
    func planted() throws {
        let run = try Self.embedded.get()
        var proofs = run.proofHashes
        proofs[4] = String(proofs[4].reversed())
        func compare(_ drift: Double, _ proofs: [String]) -> FloatReceiptComparison {
            FloatReceiptComparison(
                run: run, expectedHash: String(repeating: "0", count: 64), proofHashes: proofs,
                drift: drift)
        }
        let wrong = compare(1e-9, proofs)
        #expect(wrong.differences.map(\.index) == [4])
        #expect(wrong.verdict == .wrong && wrong.differences[0].verdict == .wrong)
        let excused = compare(0.4, proofs)
        #expect(excused.verdict == .inconclusive && excused.differences.map(\.index) == [4])
        #expect(compare(1e-9, []).verdict == .wrong && compare(0.4, []).verdict == .inconclusive)
        let equal = FloatReceiptComparison(
            run: run, expectedHash: run.ultimateHash, proofHashes: run.proofHashes, drift: 1e-9)
        #expect(equal.verdict == .equal && equal.differences.isEmpty)
    }

    @Test("The published goldens are read, and one changed digit of a proof is refused")
    func goldens() throws {
        for receipt in FloatReceipt.allCases {
            let url = Vectors.house.appending(path: "Goldens/float/\(receipt.rawValue).json")
            let text = try String(contentsOf: url, encoding: .utf8)
            let golden = try FloatGolden(json: Array(text.utf8), file: url.path)
            #expect(golden.receipt == receipt)
            #expect(golden.proofHashes.count == (receipt == .v3 ? 100 : 0))
            #expect(golden.drift(.wide) <= golden.drift(.seq))
            guard let proof = golden.proofHashes.first else { continue }
            let changed = text.replacing(proof, with: String(proof.reversed()))
            #expect(throws: (any Error).self) {
                try FloatGolden(json: Array(changed.utf8), file: "changed")
            }
        }
    }

    @Test("A row at its cut has no gap, and rows that cannot be quantised say why")
    func quantization() throws {
        #expect(try FloatQuantization.quantized([0.505, 0.495]) == [51, 49])
        #expect(try FloatQuantization.quantized([0.25, 0.25, 0.5]) == [25, 25, 50])
        #expect(try FloatQuantization.gap([0.125, 0.375, 0.125, 0.375]) == 0)
        #expect(try FloatQuantization.quantized([2, -1.5]) == [225, -125])
        #expect(try FloatQuantization.quantized([2, 0.5], form: .old) == [200, 50])
        for (row, error) in [
            ([], FloatQuantization.RowError.emptyRow), ([.nan], .notANumber),
            ([.infinity], .infinite), ([1e30], .tooLarge),
        ] {
            #expect(throws: error) { try FloatQuantization.quantized(row) }
        }
    }
}
