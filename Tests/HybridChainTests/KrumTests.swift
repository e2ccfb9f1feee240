import HybridChain
import TestSupport
import Testing
import Trials

@Suite("Krum, multi-Krum, averages, expansions and the gate")
struct KrumTests {
    /// The score by its meaning: the least sum of distances to any n − f − 2 others, over all
    /// choices of them.
    private func score(_ place: Int, _ vectors: [[Int64]], _ faultCount: Int) -> Int64 {
        let others = vectors.indices.filter { $0 != place }
        let distances = others.map { other in
            zip(vectors[place], vectors[other]).reduce(Int64(0)) {
                $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
            }
        }
        let wanted = vectors.count - faultCount - 2
        var least = Int64.max
        for choice in 0..<1 << others.count where choice.nonzeroBitCount == wanted {
            let sum = distances.indices.reduce(Int64(0)) {
                $0 + (choice >> $1 & 1 == 1 ? distances[$1] : 0)
            }
            least = min(least, sum)
        }
        return least
    }

    /// Places by repeated search for the least (score, id).
    private func ranked(_ scores: [Int64], _ ids: [[UInt8]]) -> [Int] {
        var left = Array(scores.indices)
        var order: [Int] = []
        while !left.isEmpty {
            var best = left[0]
            for place in left {
                let (one, other) = (scores[place], scores[best])
                if one < other || one == other && ids[place].lexicographicallyPrecedes(ids[best]) {
                    best = place
                }
            }
            order.append(best)
            left.removeAll { $0 == best }
        }
        return order
    }

    @Test("Selections of every n and f are those of the definition, with ties and without")
    func definition() {
        var random = SeededGenerator(seed: 7)
        for count in 3...9 {
            for faultCount in 0...(count - 3) / 2 {
                for spread in [Int64(0), 1, 3, 1 << 20] {
                    let vectors = (0..<count).map { _ in
                        (0..<4).map { _ in Int64.random(in: -spread...spread, using: &random) }
                    }
                    let ids = (0..<count).map { _ in
                        (0..<2).map { _ in UInt8.random(in: 0...255, using: &random) }
                    }
                    let got = KrumSelection(vectors, ids: ids, faultCount: faultCount)
                    let scores = vectors.indices.map { score($0, vectors, faultCount) }
                    let order = ranked(scores, ids)
                    #expect(got.scores == scores)
                    #expect(got.first == order[0])
                    #expect(got.chosen == order.prefix(count - faultCount - 2).sorted())
                }
            }
        }
    }

    @Test("What is chosen does not depend on the order of the deltas")
    func order() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let vectors = (0..<7).map { _ in [Int64.random(in: -2...2, using: &random)] }
            let ids = (0..<7).map { [UInt8($0 * 31 % 7)] }
            let order = (0..<7).shuffled(using: &random)
            let one = KrumSelection(vectors, ids: ids, faultCount: 2)
            let other = KrumSelection(
                order.map { vectors[$0] }, ids: order.map { ids[$0] }, faultCount: 2)
            #expect(order[other.first] == one.first)
            #expect(other.chosen.map { order[$0] }.sorted() == one.chosen)
        }
    }

    @Test("Distances and scores of the widest and most vectors fit 64 bits")
    func extremes() {
        let most = HybridLimits.deltaMax
        let count = HybridLimits.validatorCountMax
        let length = HybridLimits.weightCountMax
        let vectors = (0..<count).map { [Int64](repeating: $0 == 5 ? -most : most, count: length) }
        let ids = (0..<count).map { [UInt8($0)] }
        let got = KrumSelection(vectors, ids: ids, faultCount: 0)
        let distance = Int64(length) << 42
        #expect(got.scores[5] == 62 * distance && got.scores[5] < 1 << 62)
        #expect(got.scores[0] == 0 && got.first == 0)
        #expect(got.chosen == (0..<count).filter { $0 != 5 && $0 != 63 })
        #expect(KrumSelection.average(of: vectors, at: got.chosen).allSatisfy { $0 == most })
        let all = KrumSelection.average(of: vectors, at: Array(vectors.indices))
        #expect(all.allSatisfy { $0 == most - most / 32 })
    }

    @Test("Without delta_range nothing traps: sums wrap")
    func wraps() {
        let vectors = (0..<5).map { [Int64](repeating: $0 % 2 == 0 ? .min : .max, count: 9) }
        let selection = KrumSelection(vectors, ids: (0..<5).map { [$0] }, faultCount: 1)
        _ = KrumSelection.average(of: vectors, at: selection.chosen)
        _ = HybridWeights(shape: ModelWorld.shape, name: []).adding(
            [Int64](repeating: .max, count: ModelWorld.shape.weightCount))
    }

    @Test("Means are rounded to the nearest, halves up")
    func means() {
        for (sum, count, mean) in [
            (Int64(-1), Int64(2), Int64(0)), (1, 2, 1), (-3, 2, -1), (3, 2, 2), (-1, 3, 0),
            (-2, 3, -1), (1, 3, 0), (2, 3, 1), (-5, 5, -1), (-7, 5, -1), (-8, 5, -2), (0, 64, 0),
            (-32, 64, 0), (-33, 64, -1), (32, 64, 1), (31, 64, 0),
        ] {
            #expect(KrumSelection.mean(sum: sum, count: count) == mean, "\(sum) / \(count)")
        }
        for count in Int64(1)...64 {
            for sum in -200...Int64(200) {
                let mean = KrumSelection.mean(sum: sum, count: count)
                let rest = 2 * (sum - mean * count)
                #expect((-count..<count).contains(rest), "\(sum) / \(count)")
            }
        }
    }

    @Test("Expansions are products of the factors, of the greatest ones, too")
    func expansions() {
        let shapes = [(1, 1, 1, 1), (1, 2, 3, 4), (5, 4, 3, 8), (7, 1, 2, 3)]
            .compactMap { HybridShape(inputCount: $0, hiddenCount: $1, classCount: $2, rank: $3) }
        var random = SeededGenerator(seed: 9)
        for shape in shapes {
            for spread in [Int32(3), 1 << 20] {
                let factors = (0..<shape.factorCount).map { _ in
                    spread == 3 ? Int32.random(in: -200...200, using: &random) : spread
                }
                let dense = DeltaExpansion.dense(factors, shape)
                let (d, h, c, r) = (
                    shape.inputCount, shape.hiddenCount, shape.classCount, shape.rank
                )
                var expected: [Int64] = []
                for (start, rows, columns) in [(0, h, d), (r * d + h * r, c, h)] {
                    for row in 0..<rows {
                        for column in 0..<columns {
                            var sum = Int64(1 << 15)
                            for k in 0..<r {
                                sum +=
                                    Int64(factors[start + r * columns + row * r + k])
                                    * Int64(factors[start + k * columns + column])
                            }
                            expected.append(sum >> 16)
                        }
                    }
                }
                #expect(dense == expected && dense.count == shape.weightCount)
                #expect(dense.allSatisfy { $0.magnitude <= 1 << 27 })
            }
        }
    }

    @Test("The gate asks for more than a thousandth, strictly, and of nothing for the impossible")
    func gate() {
        #expect(!LossGate.passes(before: 0, after: 0))
        #expect(!LossGate.passes(before: 1_000, after: 999))
        #expect(LossGate.passes(before: 1_000, after: 998))
        #expect(LossGate.passes(before: 1, after: 0))
        #expect(!LossGate.passes(before: 1 << 29, after: 1 << 29))
        #expect(LossGate.passes(before: 1 << 53 - 1, after: 0))
    }

    @Test("Quorums are more than two thirds")
    func quorums() {
        for count in 0...200 {
            let quorum = HybridLimits.quorum(count)
            #expect(3 * quorum > 2 * count && 3 * (quorum - 1) <= 2 * count)
        }
    }
}
