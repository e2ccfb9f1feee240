internal import HybridChain

/// The honest trainers of a history: each finds the single weight whose change helps most. They
/// share what they found, since all find the same.
final class HistoryTrainer {
    private static let step: Int32 = 1 << 14
    private static let one: Int32 = 1 << 16

    private let genesis: HybridGenesis
    private var best: [[UInt8]: [Int32]] = [:]  // looked up, never iterated

    /// **Precondition:** a shape of rank 1.
    init(_ genesis: HybridGenesis) {
        self.genesis = genesis
    }

    /// Factors of a validator's delta: those that help most, and a little of its own.
    func factors(_ state: HybridState, of index: UInt16) -> [Int32] {
        let found = best[state.weightsHash] ?? search(state)
        best[state.weightsHash] = found
        return found.map { abs($0) == Self.step ? $0 + 8 * Int32(index) : $0 }
    }

    private func search(_ state: HybridState) -> [Int32] {
        var found = candidates[0]
        var least = Int64.max
        for factors in candidates {
            let dense = DeltaExpansion.dense(factors, genesis.shape)
            let loss = state.weights.adding(dense).loss(on: genesis.samples)
            if loss < least { (least, found) = (loss, factors) }
        }
        return found
    }

    /// Each weight up and down, by one factor of 1 on the right and a step on the left.
    private lazy var candidates: [[Int32]] = {
        let shape = genesis.shape
        let output = shape.inputCount + shape.hiddenCount
        var all: [[Int32]] = []
        func add(right: Int, left: Int) {
            for step in [Self.step, -Self.step] {
                var factors = [Int32](repeating: 0, count: shape.factorCount)
                factors[right] = Self.one
                factors[left] = step
                all.append(factors)
            }
        }
        for unit in 0..<shape.hiddenCount {
            for input in 0..<shape.inputCount { add(right: input, left: shape.inputCount + unit) }
            for answer in 0..<shape.classCount {
                add(right: output + unit, left: output + shape.hiddenCount + answer)
            }
        }
        return all
    }()
}
