import Foundation
import Shadows
import TestSupport
import Testing

@Suite("Sums of floats in chosen orders")
struct FloatKernelsTests {
    private static let seed: UInt64 = 15
    /// OpenBLAS chooses its own orders.
    private static let own = [ShadowVariation.base] + ShadowVariation.all.filter { !$0.usesBLAS }

    /// Of unequal sizes, so that an order shows.
    private func draws(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in
            Float.random(in: -1...1, using: &random)
                * Float(1 << Int.random(in: 0...12, using: &random))
        }
    }

    @Test(
        "Each variant multiplies in the order that the variation names, to the bit",
        arguments: own)
    func products(variation: ShadowVariation) throws {
        var random = SeededGenerator(seed: Self.seed)
        for (rows, depth, columns) in [
            (1, 1, 1), (2, 3, 15), (5, 7, 16), (6, 8, 17), (7, 9, 33), (3, 31, 16), (8, 64, 16),
            (2, 65, 20), (1, 130, 5),
        ] {
            let x = draws(rows * depth, &random)
            let w = draws(depth * columns, &random)
            let bias = draws(columns, &random)
            let matrix = FloatMatrix(w, depth: depth, columns: columns, keepsRows: false)
            let expected = (0..<rows * columns).map { place in
                PlainSum.of(
                    (0..<depth).map { x[place / columns * depth + $0] },
                    (0..<depth).map { w[$0 * columns + place % columns] }, variation)
                    + bias[place % columns]
            }
            for (variant, name) in FloatKernels.variantNames.enumerated() {
                let kernels = try #require(FloatKernels(variation, variant: variant))
                #expect(
                    kernels.linear(x, matrix, bias: bias).map(\.bitPattern)
                        == expected.map(\.bitPattern),
                    "\(name), [\(rows), \(depth)] · [\(depth), \(columns)], seed \(Self.seed)")
            }
        }
    }

    @Test("Norms sum in the variation's order, too", arguments: own)
    func sums(variation: ShadowVariation) throws {
        var random = SeededGenerator(seed: Self.seed + 1)
        let columns = 77
        let x = draws(columns, &random)
        let (gain, bias) = (draws(columns, &random), draws(columns, &random))
        let ones = [Float](repeating: 1, count: columns)
        // A product by 1 is no rounding.
        let mean = PlainSum.of(x, ones, variation) / Float(columns)
        let centred = x.map { $0 - mean }
        let scale =
            1 / (PlainSum.of(centred, centred, variation) / Float(columns) + 1e-5).squareRoot()
        let norms = (0..<columns).map { centred[$0] * scale * gain[$0] + bias[$0] }
        for (variant, name) in FloatKernels.variantNames.enumerated() {
            let kernels = try #require(FloatKernels(variation, variant: variant))
            #expect(kernels.normalized(x, gain: gain, bias: bias) == norms, "\(name)")
        }
    }

    /// As its definition reads, with the C library's exponential: rows [T, T], nothing behind the
    /// diagonal.
    private func softmax(
        _ scores: [Float], tokenCount: Int, _ variation: ShadowVariation
    ) -> [Float] {
        (0..<tokenCount).flatMap { row -> [Float] in
            let seen = Array(scores[row * tokenCount..<row * tokenCount + row + 1])
            let most = seen.max() ?? 0
            let e = seen.map { Float(Foundation.exp(Double($0 - most))) }
            let scale = 1 / PlainSum.of(e, [Float](repeating: 1, count: e.count), variation)
            return e.map { $0 * scale } + [Float](repeating: 0, count: tokenCount - row - 1)
        }
    }

    @Test("Softmaxes are the definition's to the bit, each sum in its order", arguments: own)
    func softmaxes(variation: ShadowVariation) throws {
        var random = SeededGenerator(seed: Self.seed + 3)
        for (tokens, bound) in [(1, 8), (2, 1), (19, 8), (64, 30), (37, 120)] as [(Int, Float)] {
            let heads = 2
            let scores = (0..<heads * tokens * tokens).map { _ in
                Float.random(in: -bound...bound, using: &random)
            }
            let expected = (0..<heads).flatMap { head in
                softmax(
                    Array(scores[head * tokens * tokens..<(head + 1) * tokens * tokens]),
                    tokenCount: tokens, variation)
            }
            for (variant, name) in FloatKernels.variantNames.enumerated() {
                let kernels = try #require(FloatKernels(variation, variant: variant))
                let p = kernels.softmax(scores, tokenCount: tokens)
                #expect(
                    p.map(\.bitPattern) == expected.map(\.bitPattern),
                    "\(name), \(tokens) tokens, seed \(Self.seed + 3)")
            }
        }
    }

    @Test("A row differs where any bit does: -0 is another zero than 0")
    func zeros() {
        #expect(!FloatRow.differs([0.25, 0], [0.25, 0]))
        #expect(FloatRow.differs([0.25, 0], [0.25, -0.0]))
        #expect(FloatRow.differs([0.25, 0], [0.25000003, 0]))
        #expect(FloatRow.differs([0.25], [0.25, 0]))
    }

    @Test(
        "Each order gives other bits than the base somewhere, so that none is the base by mistake")
    func ordersDiffer() throws {
        var random = SeededGenerator(seed: Self.seed + 2)
        let depth = 256
        let (x, w) = (draws(4 * depth, &random), draws(depth * 64, &random))
        let matrix = FloatMatrix(w, depth: depth, columns: 64, keepsRows: true)
        let bias = [Float](repeating: 0, count: 64)
        var seen: [[Float]] = []
        for variation in [ShadowVariation.base] + ShadowVariation.all {
            guard let kernels = FloatKernels(variation) else { continue }
            let product = kernels.linear(x, matrix, bias: bias)
            // OpenBLAS' order is its own affair: it may be one of these.
            if !variation.usesBLAS { #expect(!seen.contains(product), "\(variation.name)") }
            seen.append(product)
        }
        #expect(seen.count >= Self.own.count)
    }
}
