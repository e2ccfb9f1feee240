internal import PublishedHybrid
internal import PythonValues

/// An update as a gate holds it.
enum JudgedUpdate: Sendable {
    case average(FederatedAverage)
    /// Something that cannot be applied.
    case noTensor
}

/// The model of a trial, by its loss: the farther the tensor `w` is from its target, the larger.
///
/// Floats are the published gate's, divided once from exact integers.
enum StatedModel {
    static let name = "w"
    static let elementCount = 5
    static let target = 64_000
    private static let thousand: Int128 = 1_000

    /// The loss of a base with this update.
    ///
    /// - Parameter baseLoss: the loss without an update, in thousandths.
    static func loss(_ update: JudgedUpdate?, baseLoss: Int) -> PythonFloat {
        guard case .average(let average)? = update,
            let tensor = average.tensors.first(where: { $0.name == PythonText(name) })
        else { return PythonFloat(Double(baseLoss) / 1_000) }
        // A shape that cannot be multiplied: all texts fail.
        guard tensor.shape == [elementCount] else { return PythonFloat(.infinity) }
        let count = Int128(tensor.count)
        // Below 2^63: sums are below 2^60, and there are five.
        var distance: Int128 = 0
        var mark: Double?
        for sum in tensor.sums {
            switch sum {
            case .integer(let value):
                let difference = Int128(target) * count - value
                distance += difference < 0 ? -difference : difference
            case .infinite: mark = mark ?? .infinity
            case .notANumber: mark = .nan
            }
        }
        if let mark { return PythonFloat(mark) }
        let whole = thousand * count * Int128(target * elementCount)
        return PythonFloat(Double(Int128(baseLoss) * distance) / Double(whole))
    }
}
