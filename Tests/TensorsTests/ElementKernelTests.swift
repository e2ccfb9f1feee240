import Tensors
import TestSupport
import Testing

/// The operations that are no products: every variant against the definition.
@Suite("Element-wise kernels")
struct ElementKernelTests {
    private let definition = Backends.reference.elements
    private var others: [(name: String, elements: any ElementKernels)] {
        ProductShapeTests.backends.map { ($0.name, $0.elements) }
    }

    private func random(
        _ rows: Int, _ columns: Int, _ magnitude: Int32, _ generator: inout SeededGenerator
    ) -> ActivationMatrix {
        ActivationMatrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in
                Int32.random(in: -magnitude...magnitude, using: &generator)
            })
    }

    @Test("GELU of every number within its curve, and of those around its ends")
    func gelu() {
        let limit: Int32 = 6 * 65536 + 100
        let all = (-limit...limit) + [1 << 28, -(1 << 28), 1 << 27, -(1 << 27) - 1]
        let x = ActivationMatrix(rows: 1, columns: all.count, elements: all)
        var expected = x
        definition.geluActivate(&expected, workers: .alone)
        for (name, elements) in others {
            for workers in [Workers.alone, ProductShapeTests.three] {
                var result = x
                elements.geluActivate(&result, workers: workers)
                let isEqual = result == expected
                #expect(isEqual, "\(name)")
            }
        }
    }

    @Test("Sums and their clamps")
    func sums() {
        var generator = SeededGenerator(seed: 61)
        for (rows, columns) in [(1, 1), (3, 17), (5, 64)] {
            for magnitude: Int32 in [1, 1 << 20, 1 << 28] {
                let x = random(rows, columns, magnitude, &generator)
                let branch = random(rows, columns, magnitude, &generator)
                var expected = x
                let clamp = definition.add(branch, to: &expected)
                for (name, elements) in others {
                    var result = x
                    #expect(elements.add(branch, to: &result) == clamp, "\(name)")
                    #expect(result == expected, "\(name), seed 61")
                }
            }
        }
    }

    /// Rows that stress a normalisation: noise of every size, steps, one spike, all alike.
    private func rows(_ width: Int, _ generator: inout SeededGenerator) -> [[Int32]] {
        let top: Int32 = 1 << 28
        var rows = (0...28).map { bits in
            random(1, width, 1 << Int32(bits), &generator).elements
        }
        for value: Int32 in [0, 1, -1, 127, 128, 129, top, -top] {
            rows.append([Int32](repeating: value, count: width))
            var spiked = rows[rows.count - 1]
            spiked[width / 2] = value > 0 ? -top : top
            rows.append(spiked)
        }
        rows.append((0..<width).map { $0 % 2 == 0 ? top : -top })
        rows.append((0..<width).map { Int32($0) * 255 - 128 })
        return rows
    }

    @Test("LayerNorm at every deviation", arguments: [1, 2, 3, 16, 63, 64, 256, 768, 4096, 32_768])
    func layerNorm(width: Int) throws {
        var generator = SeededGenerator(seed: 62)
        let rows = rows(width, &generator)
        let x = ActivationMatrix(
            rows: rows.count, columns: width, elements: rows.flatMap { $0 })
        for gainMagnitude: Int32 in [4096, 1 << 16] {
            let gain = IntegerTensor(
                name: "g", rows: 1, columns: width, format: .weight,
                elements: random(1, width, gainMagnitude, &generator).elements)
            let bias = IntegerTensor(
                name: "b", rows: 1, columns: width, format: .activation,
                elements: random(1, width, 1 << 28, &generator).elements)
            let expected = definition.layerNormalized(
                x, gain: gain, bias: bias, workers: .alone)
            for (name, elements) in others {
                for workers in [Workers.alone, ProductShapeTests.three] {
                    let result = elements.layerNormalized(
                        x, gain: gain, bias: bias, workers: workers)
                    let isEqual = result.result == expected.result
                    #expect(isEqual, "\(name), width \(width), seed 62")
                    #expect(result.clamp == expected.clamp, "\(name)")
                }
            }
        }
    }

    @Test(
        "Attention over trees of nodes, in full, of last rows only, and of both",
        arguments: [(2, 2, 64), (4, 2, 64), (2, 1, 128), (2, 2, 128)])
    func attention(headCount: Int, keyValueHeadCount: Int, headWidth: Int) {
        let layout = HeadLayout(
            headCount: headCount, keyValueHeadCount: keyValueHeadCount, headWidth: headWidth)
        var generator = SeededGenerator(seed: 63)
        // Two sequences share three nodes, a third one is their prefix, a fourth stands alone.
        let trees = [
            ([[0]], 1), ([Array(0..<40)], 40),
            ([[0, 1, 2, 3, 4], [0, 1, 2, 5], [0, 1, 2], [6, 7]], 8),
            // Chains as long as tiles take them, one less, others between and behind them, of which
            // one shares the beginning of a chain.
            ([Array(0..<64), Array(64..<127), Array(127..<200)], 200),
            ([[0, 1], Array(2..<70), Array(2..<40) + [70, 71], Array(72..<73)], 73),
        ]
        for (sequences, nodeCount) in trees {
            let magnitudes: [Int32] =
                nodeCount < 64 ? [1, 1 << 17, 1 << 23, 1 << 26, 1 << 28] : [1 << 18, 1 << 28]
            for magnitude in magnitudes {
                for fullNodeCount in [0, nodeCount / 2, nodeCount] {
                    let isRead = (0..<nodeCount).map { node in
                        sequences.contains { $0[$0.count - 1] == node }
                    }
                    let job = AttentionJob(
                        qkv: random(nodeCount, layout.columnCount, magnitude, &generator),
                        layout: layout,
                        paths: NodePaths(sequences: sequences, nodeCount: nodeCount),
                        fullNodeCount: fullNodeCount, isRead: isRead, readHeads: [1],
                        keepsScores: fullNodeCount == nodeCount)
                    let expected = definition.attention(job, workers: .alone)
                    for (name, elements) in others {
                        for workers in [Workers.alone, ProductShapeTests.three] {
                            let result = elements.attention(job, workers: workers)
                            let isEqual = result == expected
                            #expect(
                                isEqual,
                                "\(name), \(nodeCount) nodes, \(magnitude), \(fullNodeCount) full")
                        }
                    }
                }
            }
        }
    }
}
