import Cryptography
import Tensors
import TestSupport
import Testing

/// Turns, norms by roots and gates: every variant against the definition, at every edge.
@Suite("Kernels of Qwen2")
struct RotaryKernelTests {
    private let definition = Backends.reference.elements
    private let top: Int32 = 1 << 28
    private let others = ProductShapeTests.backends.map { ($0.name, $0.elements) }

    private func random(
        _ count: Int, _ magnitude: Int32, _ generator: inout SeededGenerator
    ) -> [Int32] {
        (0..<count).map { _ in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: magnitude
            case 1: -magnitude
            case 2: 0
            default: Int32.random(in: -magnitude...magnitude, using: &generator)
            }
        }
    }

    @Test("Frequencies are right at known places: whole, half and quarter turns, and at 45 degrees")
    func turns() {
        // A base of 2^40 and a width of 4 give steps of 2^−20: the second pair turns by 2^−20.
        let frequencies = RotaryFrequencies(base: 1 << 40, headWidth: 4)
        #expect(frequencies.turn(position: 0, pair: 0) == (1 << 30, 0))
        #expect(frequencies.turn(position: 0, pair: 1) == (1 << 30, 0))
        // cos 1 and sin 1 in Q30, from their series: 0.54030230586814, 0.841470984807897.
        #expect(frequencies.turn(position: 1, pair: 0) == (580_145_183, 903_522_590))
        // sin 2^−20 and cos 2^−20.
        #expect(frequencies.turn(position: 1, pair: 1) == (1 << 30, 1 << 10))
        for (base, width) in [(2, 64), (10_000, 64), (1_000_000, 128), (1 << 40, 128)] {
            let frequencies = RotaryFrequencies(base: base, headWidth: width)
            for position in [0, 1, 2, 3, 4, 5, 100, 4095] {
                for pair in 0..<width / 2 {
                    let (c, s) = frequencies.turn(position: position, pair: pair)
                    let error = abs((c * c + s * s) - 1 << 60)
                    #expect(error <= 3 << 30, "\(base), \(width), \(position), \(pair)")
                }
            }
        }
    }

    @Test(
        "The turns of all 4,096 positions are those of the independent reading",
        arguments: [
            // SHA-256 of cosine, sine as little-endian int64, positions outside, pairs inside:
            // `cos_sin` and `turns` of Goldens/qwen2_model.py.
            (1_000_000, 64, "d94039e1c3f502f9b6bfb675bacca6b1b6ebc50bdc631b10092d213f0d31982f"),
            (1_000_000, 128, "ff82ef663b751350ce52cd23bdb066d5627259ebc9b761480267ca45aed26687"),
            (2, 64, "8fad746b2d1c67e4b1d259058310901f7d07904b0f37d8b113dc04d6538f3ab7"),
        ])
    func independentTurns(base: Int, width: Int, digest: String) {
        let frequencies = RotaryFrequencies(base: base, headWidth: width)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4096 * width * 8)
        for position in 0..<4096 {
            for pair in 0..<width / 2 {
                let (cosine, sine) = frequencies.turn(position: position, pair: pair)
                for number in [cosine, sine] {
                    for shift in stride(from: 0, to: 64, by: 8) {
                        bytes.append(UInt8(truncatingIfNeeded: number >> shift))
                    }
                }
            }
        }
        #expect(Digests.sha256(bytes).text == digest)
    }

    @Test("Turns of queries and keys; values stay", arguments: [64, 128])
    func rotation(headWidth: Int) {
        var generator = SeededGenerator(seed: 71)
        let layout = HeadLayout(headCount: 4, keyValueHeadCount: 2, headWidth: headWidth)
        let table = RotaryTable(
            RotaryFrequencies(base: 1_000_000, headWidth: headWidth), positions: 3..<103)
        for magnitude in [1, 1 << 20, top] {
            let positions = (0..<7).map { _ in Int.random(in: 3..<103, using: &generator) }
            let x = ActivationMatrix(
                rows: 7, columns: layout.columnCount,
                elements: random(7 * layout.columnCount, magnitude, &generator))
            var expected = x
            let clamp = definition.rotate(
                &expected, positions: positions, layout: layout, table: table, workers: .alone)
            for row in 0..<7 {
                let values = row * x.columns + layout.values(0).lowerBound..<(row + 1) * x.columns
                #expect(expected.elements[values] == x.elements[values])
            }
            #expect(expected != x)
            for (name, elements) in others {
                for workers in [Workers.alone, ProductShapeTests.three] {
                    var result = x
                    let seen = elements.rotate(
                        &result, positions: positions, layout: layout, table: table,
                        workers: workers)
                    #expect(result == expected && seen == clamp, "\(name), seed 71")
                }
            }
        }
    }

    @Test("RMSNorm at every size", arguments: [1, 2, 3, 16, 63, 64, 896, 4096, 32_768])
    func rootNorm(width: Int) {
        var generator = SeededGenerator(seed: 72)
        var rows = (0...28).map { random(width, 1 << Int32($0), &generator) }
        for value: Int32 in [0, 1, -1, (1 << 22) - 1, 1 << 22, (1 << 22) + 1, top, -top] {
            rows.append([Int32](repeating: value, count: width))
            rows[rows.count - 1][width / 2] = value == 0 ? top : 0
            rows.append([Int32](repeating: value, count: width))
        }
        let x = ActivationMatrix(
            rows: rows.count, columns: width, elements: rows.flatMap(\.self))
        for magnitude: Int32 in [4096, 1 << 16] {
            let gain = IntegerTensor(
                name: "g", rows: 1, columns: width, format: .weight,
                elements: random(width, magnitude, &generator))
            let expected = definition.rootNormalized(x, gain: gain, workers: .alone)
            for (name, elements) in others {
                for workers in [Workers.alone, ProductShapeTests.three] {
                    let result = elements.rootNormalized(x, gain: gain, workers: workers)
                    let isEqual = result == expected
                    #expect(isEqual, "\(name), width \(width), seed 72")
                }
            }
        }
    }

    @Test("Gates of every size, where the exponential bends, and at the ends")
    func gates() {
        var generator = SeededGenerator(seed: 73)
        let bend = Int32(12 * 65536)
        let gates = Array(-bend...bend) + [top, -top, top - 1, 1 - top, 1 << 22, -(1 << 22)]
        for magnitude in [1 << 16, top] {
            let up = random(gates.count, magnitude, &generator)
            let wide = ActivationMatrix(
                rows: 1, columns: 2 * gates.count, elements: gates + up)
            let expected = definition.gated(wide, workers: .alone)
            for (name, elements) in others {
                let result = elements.gated(wide, workers: .alone)
                let isEqual = result == expected
                #expect(isEqual, "\(name), seed 73")
            }
        }
        for width in [1, 7, 15, 16, 17, 33] {
            let x = ActivationMatrix(
                rows: 5, columns: 2 * width, elements: random(10 * width, top, &generator))
            let expected = definition.gated(x, workers: .alone)
            for (name, elements) in others {
                let result = elements.gated(x, workers: ProductShapeTests.three)
                let isEqual = result == expected
                #expect(isEqual, "\(name), width \(width), seed 73")
            }
        }
    }
}
