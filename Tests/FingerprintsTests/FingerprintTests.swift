import Fingerprints
import TestSupport
import Testing

@Suite("A fingerprint and its proof") struct FingerprintTests {
    @Test("The rows of the selected heads alone give the fingerprint and the proof of all rows")
    func selectedRows() {
        var generator = SeededGenerator(seed: 15)
        for (layerCount, headCount, tokenCount) in [(1, 1, 1), (2, 2, 7), (5, 4, 33)] {
            let rows = (0..<layerCount).map { _ in
                (0..<headCount).map { _ in
                    (0..<tokenCount).map { _ in Int64.random(in: 1...65_536, using: &generator) }
                }
            }
            for salt in ["a", "b", "c"] {
                let whole = Fingerprint(salt: salt, rows: rows)
                let heads = HeadSelection.heads(
                    salt: salt, layerCount: layerCount, headCount: headCount)
                let print = Fingerprint(
                    salt: salt, layerCount: layerCount, headCount: headCount,
                    selectedRows: heads.flatMap { rows[$0.layer][$0.head] })
                #expect(print.text == whole.text)
                #expect(print.heads.map(\.head) == whole.heads.map(\.head))
                #expect(print.proofHash == whole.proofHash)
            }
        }
    }
}
