internal import Cryptography
package import HybridChain

/// The model and what deltas make of it, as the referee computes it.
package struct RefereeModel {
    private let genesis: HybridGenesis
    private var shape: HybridShape { genesis.shape }

    package init(_ genesis: HybridGenesis) { self.genesis = genesis }

    package var firstWeights: [Int64] {
        let count = shape.hiddenWeightCount + shape.outputWeightCount
        let name = Digests.sha256(genesis.name).bytes
        var weights: [Int64] = []
        var block: UInt64 = 0
        while weights.count < count {
            let digest = RefereeBytes.hash("init", name + RefereeBytes.of(block, 4))
            for start in stride(from: 0, to: 32, by: 4) {
                let word = digest[start..<start + 4].reduce(0) { $0 << 8 | Int64($1) }
                weights.append((word & 8_191) - 4_096)
            }
            block += 1
        }
        return Array(weights.prefix(count))
    }

    package func hash(_ weights: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        for count in [shape.inputCount, shape.hiddenCount, shape.classCount] {
            bytes += RefereeBytes.of(UInt64(count), 2)
        }
        for weight in weights {
            bytes += RefereeBytes.of(UInt64(bitPattern: weight) & 0xffff_ffff, 4)
        }
        return RefereeBytes.hash("weights", bytes)
    }

    /// The sum of the samples' losses.
    package func loss(_ weights: [Int64]) -> Int64 {
        genesis.samples.reduce(0) { sum, sample in
            let inputs = sample.input.map { Int64($0) - 128 }
            let split = shape.hiddenWeightCount
            let first = RefereeLoss.sums(weights[..<split], inputs, shift: 7)
            let second = RefereeLoss.sums(weights[split...], first.map { max($0, 0) }, shift: 16)
            return sum + RefereeLoss.loss(of: second, label: Int(sample.label))
        }
    }

    /// The changes of the weights that factors stand for, by the definition of a product.
    package func dense(_ factors: [Int64]) -> [Int64] {
        let (rank, inputs) = (shape.rank, shape.inputCount)
        let (hidden, classes) = (shape.hiddenCount, shape.classCount)
        let firstLeft = rank * inputs
        let secondRight = firstLeft + hidden * rank
        let secondLeft = secondRight + rank * hidden
        func entry(_ left: Int, _ right: Int, _ row: Int, _ column: Int, _ columns: Int) -> Int64 {
            var sum: Int64 = 0
            for middle in 0..<rank {
                sum &+=
                    factors[left + row * rank + middle]
                    &* factors[right + middle * columns + column]
            }
            return (sum &+ 32_768) >> 16
        }
        var dense: [Int64] = []
        for row in 0..<hidden {
            for column in 0..<inputs { dense.append(entry(firstLeft, 0, row, column, inputs)) }
        }
        for row in 0..<classes {
            for column in 0..<hidden {
                dense.append(entry(secondLeft, secondRight, row, column, hidden))
            }
        }
        return dense
    }

    /// Places of the deltas that multi-Krum chooses.
    package func chosen(_ dense: [[Int64]], ids: [[UInt8]]) -> [Int] {
        let keep = max(dense.count - genesis.faultCount - 2, 1)
        let scores = dense.indices.map { one in
            let distances = dense.indices.filter { $0 != one }.map { other in
                zip(dense[one], dense[other]).reduce(Int64(0)) { sum, pair in
                    sum &+ (pair.0 &- pair.1) &* (pair.0 &- pair.1)
                }
            }
            return distances.sorted().prefix(keep).reduce(Int64(0)) { $0 &+ $1 }
        }
        let order = dense.indices.sorted { one, other in
            scores[one] != scores[other]
                ? scores[one] < scores[other] : ids[one].lexicographicallyPrecedes(ids[other])
        }
        return order.prefix(keep).sorted()
    }

    /// The weights after an average of these changes.
    package func adding(_ changes: [[Int64]], to weights: [Int64]) -> [Int64] {
        let count = Int64(changes.count)
        guard count > 0 else { return weights }
        return weights.indices.map { place in
            let sum = changes.reduce(Int64(0)) { $0 &+ $1[place] }
            let (twice, whole) = (2 &* sum &+ count, 2 * count)
            let mean = twice / whole - (twice % whole < 0 ? 1 : 0)
            return min(max(weights[place] &+ mean, -(1 << 23)), 1 << 23)
        }
    }
}
