import Encodings
import Fingerprints
import TestSupport
import Testing

@Suite("The glyph cascade")
struct GlyphCascadeTests {
    @Test("Every row quantises and cascades as its vector says")
    func vectors() throws {
        let vectors = try Vectors.load("cascade").elements()
        #expect(vectors.count == 220)
        for vector in vectors {
            let row = try vector.at("row").integers().map(Int64.init)
            let print = Fingerprint.HeadPrint(head: Head(layer: 0, head: 0), row: row)
            #expect(print.quantizedRow == (try vector.at("quantized").integers()).map(Int64.init))
            #expect(print.cascade.base == Int64(try vector.at("B").integer()))
            let glyphs = print.cascade.glyphs.map { [$0.level, Int($0.value)] }
            #expect(glyphs == (try vector.at("glyphs").elements().map { try $0.integers() }))
        }
    }

    @Test("Quantised rows sum to the grid, and even levels keep the stream's sum")
    func sums() {
        var generator = SeededGenerator(seed: 7)
        for count in 1...200 {
            let row = (0..<count).map { _ in Int64.random(in: 0...65536, using: &generator) }
            guard row.contains(where: { $0 > 0 }) else { continue }
            let quantized = GridQuantization.quantized(row)
            #expect(quantized.reduce(0, +) == GridQuantization.grid, "seed 7, count \(count)")
            for level in GlyphCascade(quantizedRow: quantized).levels where !level.pairsOverlap {
                let before = level.arranged.reduce(0) { $0 + $1.value }
                let after = level.sums.reduce(0) { $0 + $1.value }
                #expect(before == after, "seed 7, count \(count)")
            }
        }
    }
}
