import Tensors
import TestSupport
import Testing

/// Products at the edges of tiles, panels and limbs, against the reference.
@Suite("Products at every edge")
struct ProductShapeTests {
    /// Those of this machine, and tiles of bytes where it has none.
    static let backends = Backends.usable + [Backends.emulatedTiles]

    private func matrix(
        _ rows: Int, _ columns: Int, bound: Int64, _ generator: inout SeededGenerator
    ) -> BoundedMatrix {
        let edges = [bound, -bound, 0, 1, -1, bound / 2, -(bound / 2)]
            .filter { abs($0) <= bound }.map { Int32($0) }
        let elements = (0..<rows * columns).map { _ in
            Bool.random(using: &generator)
                ? edges[Int.random(in: 0..<edges.count, using: &generator)]
                : Int32.random(in: -Int32(bound)...Int32(bound), using: &generator)
        }
        return BoundedMatrix(rows: rows, columns: columns, elements: elements, bound: bound)
    }

    private func expectEqual(
        _ left: BoundedMatrix, _ right: BoundedMatrix, _ name: String
    ) {
        let expected = Backends.reference.packed(right).product(with: left)
        for backend in Self.backends where backend.name != "reference" {
            // float64 takes no single product beyond 2^53.
            if backend.name == "openblas" && left.bound * right.bound > 1 << 53 { continue }
            let isEqual = backend.packed(right).product(with: left) == expected
            #expect(isEqual, "\(backend.name): \(name)")
        }
    }

    @Test("Every row count and panel count around a tile")
    func tiles() {
        var generator = SeededGenerator(seed: 51)
        for m in [1, 3, 4, 5, 7, 8, 9, 16, 17] {
            for n in [1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 100] {
                for k in [1, 2, 3, 31, 64, 65] {
                    expectEqual(
                        matrix(m, k, bound: 1 << 24, &generator),
                        matrix(k, n, bound: 1 << 16, &generator), "\(m) × \(n) × \(k), seed 51")
                }
            }
        }
    }

    @Test("A product without depth is all zeros, one without rows or columns nothing")
    func empty() {
        for (m, k, n) in [(2, 0, 3), (0, 5, 3), (2, 5, 0), (0, 0, 0)] {
            let left = BoundedMatrix(
                rows: m, columns: k, elements: .init(repeating: 7, count: m * k), bound: 7)
            let right = BoundedMatrix(
                rows: k, columns: n, elements: .init(repeating: 9, count: k * n), bound: 9)
            expectEqual(left, right, "\(m) × \(n) × \(k)")
        }
    }

    @Test("Every magnitude of either operand, so that every number of limbs and planes is met")
    func magnitudes() {
        var generator = SeededGenerator(seed: 52)
        for leftBits in 0...30 {
            for rightBits in 0...30 {
                for offset: Int64 in [-1, 0] {
                    let left = max(1 << Int64(leftBits) + offset, 0)
                    let right = max(1 << Int64(rightBits) + offset, 0)
                    guard left * right <= 1 << 56 else { continue }
                    expectEqual(
                        matrix(5, 37, bound: left, &generator),
                        matrix(37, 19, bound: right, &generator), "\(left) · \(right), seed 52")
                }
            }
        }
    }

    @Test("Sums that are as large as they can be, all of one sign, at depths around a chunk's end")
    func largestSums() {
        let pairs: [(Int32, Int32)] = [
            (1 << 24, 1 << 16), (1 << 24, 32_767), (1 << 24, -32_768), (4095, 32_767),
            (-4096, 32_768), (32_767, 32_767), (32_768, 1 << 13), (1 << 21, 1 << 21),
        ]
        for (left, right) in pairs {
            for depth in [1, 13, 14, 15, 16, 17, 63, 64, 65, 127, 768, 1023, 3072] {
                expectEqual(
                    BoundedMatrix(
                        rows: 2, columns: depth, elements: .init(repeating: left, count: 2 * depth),
                        bound: Int64(left.magnitude)),
                    BoundedMatrix(
                        rows: depth, columns: 2,
                        elements: .init(repeating: right, count: 2 * depth),
                        bound: Int64(right.magnitude)),
                    "\(depth) products of \(left) · \(right)")
            }
        }
    }

    @Test("Sums as large as their columns allow, in chunks of every length")
    func columnSums() {
        var generator = SeededGenerator(seed: 55)
        for level in 0...6 {
            let chunk = 32 << level
            for weight: Int32 in [1, 3, 100, 255, 2047, 32_767] {
                // The largest operand whose products with a whole chunk hold in 32 bits, and its
                // neighbours, which may be more than that.
                let limit = Int64(Int32.max) / (Int64(weight) * Int64(chunk))
                for bound in [limit - 1, limit, limit + 1] where (1...32_767).contains(bound) {
                    let depth = 2 * chunk + 5
                    // All weight in the last block of each chunk, or everywhere; one sign or two.
                    let isLate = Bool.random(using: &generator)
                    let isMixed = Bool.random(using: &generator)
                    let weights = (0..<depth).map { row in
                        let sign: Int32 = isMixed && Bool.random(using: &generator) ? -1 : 1
                        let isHeavy = isLate && row % chunk >= chunk - 32
                        return isHeavy ? sign * max(weight, 32_767 / 64) : sign * weight
                    }
                    let right = BoundedMatrix(
                        rows: depth, columns: 2, elements: weights.flatMap { [$0, -$0] },
                        bound: 32_767)
                    // The weights' own signs make every sum as large as can be.
                    let aligned = weights.map { $0.signum() * Int32(bound) }
                    let left = BoundedMatrix(
                        rows: 3, columns: depth,
                        elements: aligned + aligned.map { -$0 }
                            + .init(repeating: Int32(bound), count: depth),
                        bound: bound)
                    expectEqual(left, right, "\(depth) products of \(bound) · \(weight)")
                }
            }
        }
    }

    @Test("Rows of different magnitudes, some of which need more limbs")
    func mixedRows() {
        var generator = SeededGenerator(seed: 56)
        for rowCount in [1, 2, 7, 8, 9, 17, 24, 40, 65] {
            for wideCount in [0, 1, rowCount / 4, rowCount / 2, rowCount - 1, rowCount] {
                let isWide = ((0..<rowCount).map { $0 < wideCount }).shuffled(using: &generator)
                let elements = isWide.flatMap { isWide in
                    let bound: Int32 =
                        isWide
                        ? [70_000, 1 << 20, 1 << 24].randomElement(using: &generator)! : 2000
                    return (0..<96).map { _ in Int32.random(in: -bound...bound, using: &generator) }
                }
                let left = BoundedMatrix(
                    rows: rowCount, columns: 96, elements: elements, bound: 1 << 24)
                expectEqual(
                    left, matrix(96, 50, bound: 5000, &generator),
                    "\(wideCount) wide rows of \(rowCount), seed 56")
            }
        }
    }

    @Test("Shapes of a real model, seeded", arguments: [(21, 768, 2304), (13, 3072, 768)])
    func large(m: Int, k: Int, n: Int) {
        var generator = SeededGenerator(seed: 53)
        expectEqual(
            matrix(m, k, bound: 1 << 24, &generator), matrix(k, n, bound: 1 << 16, &generator),
            "\(m) × \(n) × \(k), seed 53")
    }

    @Test("Linear layers of some rows and columns equal the reference's, with every split of work")
    func linear() throws {
        var generator = SeededGenerator(seed: 54)
        for (t, k, n) in [(1, 64, 192), (7, 33, 80), (21, 128, 100)] {
            for magnitude: Int32 in [1 << 10, 1 << 19, 1 << 28] {
                let x = ActivationMatrix(
                    rows: t, columns: k,
                    elements: (0..<t * k).map { _ in
                        Int32.random(in: -magnitude...magnitude, using: &generator)
                    })
                let weight = matrix(k, n, bound: 1 << 16, &generator)
                let bias = IntegerTensor(
                    name: "b", rows: 1, columns: n, format: .activation,
                    elements: matrix(1, n, bound: 1 << 28, &generator).elements)
                for (rows, columns) in [
                    (0..<t, [0..<n]), (t / 2..<t, [0..<16, 48..<n]), (0..<0, [0..<n]), (0..<t, []),
                ] {
                    var expected = ActivationMatrix(rows: t, columns: n)
                    let range = Backends.reference.packed(weight).linear(
                        x, rows: rows, columns: columns, bias: bias, into: &expected,
                        workers: .alone)
                    for backend in Self.backends {
                        for workers in [Workers.alone, Self.three] {
                            var result = ActivationMatrix(rows: t, columns: n)
                            let seen = backend.packed(weight).linear(
                                x, rows: rows, columns: columns, bias: bias, into: &result,
                                workers: workers)
                            let isEqual = result == expected
                            #expect(isEqual, "\(backend.name) \(t) × \(n) × \(k), seed 54")
                            #expect(seen.sumMagnitudeMax == range.sumMagnitudeMax)
                            #expect(seen.clamp == range.clamp, "\(backend.name)")
                        }
                    }
                }
            }
        }
    }

    /// One after the other, in an order of its own.
    static let three = Workers(count: 3) { body in [2, 0, 1].forEach(body) }
}
