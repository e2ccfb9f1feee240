internal import PublishedHybrid
internal import PythonValues

/// The loss of an update as a ratio to that of the base without one.
enum ExactLoss {
    /// Both below 2^48: five elements, each at most 2^40, of the few deltas that are chosen.
    case ratio(above: Int128, below: Int128)
    /// Nothing that can be compared.
    case none

    static let base = ExactLoss.ratio(above: 1, below: 1)

    init(_ average: FederatedAverage) {
        guard
            let tensor = average.tensors.first(where: { $0.name == PythonText(StatedModel.name) })
        else {
            self = .base
            return
        }
        var distance: Int128 = 0
        let target = Int128(StatedModel.target) * Int128(tensor.count)
        for sum in tensor.sums {
            guard case .integer(let sum) = sum else {
                self = .none
                return
            }
            distance += sum < target ? target - sum : sum - target
        }
        guard tensor.shape == [StatedModel.elementCount] else {
            self = .none
            return
        }
        self = .ratio(above: distance, below: target * Int128(StatedModel.elementCount))
    }

    /// The loss of the mean of honest deltas.
    init(_ deltas: [PublishedHybridBooks.Delta]) {
        let target = Int128(StatedModel.target) * Int128(deltas.count)
        var distance: Int128 = 0
        for place in 0..<StatedModel.elementCount {
            let sum: Int128 = deltas.reduce(0) { $0 + Int128($1.elements[place]) }
            distance += sum < target ? target - sum : sum - target
        }
        self = .ratio(above: distance, below: target * Int128(StatedModel.elementCount))
    }

    /// Whether it is lower by more than a thousandth.
    func isLower(than other: ExactLoss) -> Bool {
        guard case .ratio(let above, let below) = self,
            case .ratio(let otherAbove, let otherBelow) = other
        else { return false }
        // Below 2^106.
        return 1_000 * above * otherBelow < 999 * otherAbove * below
    }
}
