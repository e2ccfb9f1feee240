internal import PythonValues

/// The difference of two tensors, by PyTorch's broadcasting.
struct TensorDifference {
    /// The elements of the difference.
    let elementCount: Int
    private let (left, right): (DeltaTensor, DeltaTensor)
    private let shape: [Int]

    /// **Throws:** ``PythonError``: `RuntimeError` where two dimensions, aligned from the right,
    /// are neither equal nor one of them 1, or where more elements come of it than there may be.
    init(_ left: DeltaTensor, _ right: DeltaTensor) throws(PythonError) {
        let dimensionCount = max(left.shape.count, right.shape.count)
        let first = Self.padded(left.shape, to: dimensionCount)
        let second = Self.padded(right.shape, to: dimensionCount)
        var shape: [Int] = []
        for (mine, its) in zip(first, second) {
            guard mine == its || mine == 1 || its == 1 else {
                throw .other(
                    name: "RuntimeError",
                    "The size of tensor a (\(mine)) must match the size of tensor b (\(its))")
            }
            shape.append(mine == 1 ? its : mine)
        }
        guard let count = DeltaTensor.elementCount(of: shape) else {
            throw .other(name: "RuntimeError", "can't allocate memory")
        }
        self.left = left
        self.right = right
        self.shape = shape
        elementCount = count
    }

    private static func padded(_ shape: [Int], to count: Int) -> [Int] {
        Array(repeating: 1, count: count - shape.count) + shape
    }

    /// Calls with the two elements of each difference, in its rows' order.
    func forEach(_ body: (_ left: MarkedInteger, _ right: MarkedInteger) -> Void) {
        if left.shape == right.shape {
            for (mine, its) in zip(left.elements, right.elements) { body(mine, its) }
            return
        }
        let first = strides(of: left.shape)
        let second = strides(of: right.shape)
        for place in 0..<elementCount {
            var (rest, mine, its) = (place, 0, 0)
            for dimension in shape.indices.reversed() {
                let (quotient, index) = rest.quotientAndRemainder(dividingBy: shape[dimension])
                mine += index * first[dimension]
                its += index * second[dimension]
                rest = quotient
            }
            body(left.elements[mine], right.elements[its])
        }
    }

    /// How far the elements of each dimension lie apart: not at all where one is repeated.
    private func strides(of tensor: [Int]) -> [Int] {
        let padded = Self.padded(tensor, to: shape.count)
        var (strides, step) = (Array(repeating: 0, count: shape.count), 1)
        for dimension in shape.indices.reversed() {
            if padded[dimension] > 1 { strides[dimension] = step }
            // At most the tensor's elements.
            step *= padded[dimension]
        }
        return strides
    }
}
