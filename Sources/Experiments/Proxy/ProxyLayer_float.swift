internal import Fingerprints
internal import Platform
internal import Shadows

/// A parameter tensor with the moments that Adam keeps of its gradients.
struct AdamTensor: Sendable {
    private(set) var values: [Float]
    private var first: [Float]
    private var second: [Float]

    private static let rate: Float = 1e-3
    private static let decay: (first: Float, second: Float) = (0.9, 0.999)
    private static let epsilon: Float = 1e-8

    init(_ values: [Float]) {
        self.values = values
        first = [Float](repeating: 0, count: values.count)
        second = first
    }

    /// A step of Adam. **Shapes:** gradient as the values. **Precondition:** step counts from 1.
    ///
    /// **Source:** D. Kingma, J. Ba, "Adam", 2014, in the order of operations that PyTorch has.
    mutating func descend(_ gradient: [Float], step: Int) {
        precondition(gradient.count == values.count && step >= 1)
        let (decay1, decay2) = Self.decay
        let (rest1, rest2) = (1 - decay1, 1 - decay2)
        let size = Self.rate / (1 - Self.power(decay1, step))
        let root = (1 - Self.power(decay2, step)).squareRoot()
        unsafe gradient.withUnsafeBufferPointer { gradient in
            unsafe values.withUnsafeMutableBufferPointer { values in
                unsafe first.withUnsafeMutableBufferPointer { first in
                    unsafe second.withUnsafeMutableBufferPointer { second in
                        for index in gradient.indices {
                            let slope = unsafe gradient[index]
                            let mean = unsafe decay1 * first[index] + rest1 * slope
                            let square = unsafe decay2 * second[index] + rest2 * slope * slope
                            unsafe first[index] = mean
                            unsafe second[index] = square
                            unsafe values[index] -=
                                size * mean / (square.squareRoot() / root + Self.epsilon)
                        }
                    }
                }
            }
        }
    }

    private static func power(_ base: Float, _ exponent: Int) -> Float {
        var power = 1.0
        for _ in 0..<exponent { power *= Double(base) }
        return Float(power)
    }
}

/// Products of float32 matrices, every sum from the first term to the last, so that the number of
/// threads moves no bit.
package struct ProxyProducts: Sendable {
    private let kernels: FloatKernels
    private let threadCount: Int

    package init(threadCount: Int) {
        guard let kernels = FloatKernels(.base) else {
            preconditionFailure("the base variation needs no library")
        }
        self.kernels = kernels
        self.threadCount = threadCount
    }

    /// **Shapes:** x [M, K], weights [K, N], bias [N] → [M, N].
    func linear(_ x: [Float], _ weights: [Float], depth: Int, bias: [Float]) -> [Float] {
        let columns = weights.count / depth
        let matrix = FloatMatrix(weights, depth: depth, columns: columns, keepsRows: false)
        let rows = x.count / depth
        let parts = min(threadCount, rows)
        guard parts > 1 else { return kernels.linear(x, matrix, bias: bias) }
        return Threads.map(count: parts, threadCount: parts) { part in
            let range = rows * part / parts * depth..<rows * (part + 1) / parts * depth
            return kernels.linear(Array(x[range]), matrix, bias: bias)
        }.flatMap(\.self)
    }

    /// **Shapes:** x [M, K] → [K, M].
    static func transposed(_ x: [Float], columns: Int) -> [Float] {
        let rows = x.count / columns
        return unsafe [Float](unsafeUninitializedCapacity: x.count) { buffer, written in
            unsafe x.withUnsafeBufferPointer { x in
                for column in 0..<columns {
                    for row in 0..<rows {
                        unsafe buffer[column * rows + row] = x[row * columns + column]
                    }
                }
            }
            written = x.count
        }
    }
}

/// A layer y = x · W + b that learns.
struct ProxyLayer: Sendable {
    let depth: Int
    let columns: Int
    /// [K, N] and [N].
    private var weights: AdamTensor
    private var bias: AdamTensor

    /// Uniform within ±1/√K, as PyTorch begins.
    init(depth: Int, columns: Int, _ random: inout PythonRandom) {
        self.depth = depth
        self.columns = columns
        let bound = 1 / Double(depth).squareRoot()
        func draws(_ count: Int) -> [Float] {
            (0..<count).map { _ in
                Float(bound * (Double(random.fraction53()) * 0x1p-52 - 1))
            }
        }
        weights = AdamTensor(draws(depth * columns))
        bias = AdamTensor(draws(columns))
    }

    func outputs(_ x: [Float], _ products: ProxyProducts) -> [Float] {
        products.linear(x, weights.values, depth: depth, bias: bias.values)
    }

    /// Learns from the outputs' gradient. **Result:** the inputs' gradient.
    ///
    /// **Shapes:** x [M, K], slopes [M, N] → [M, K].
    mutating func learn(
        _ x: [Float], _ slopes: [Float], step: Int, _ products: ProxyProducts
    ) -> [Float] {
        let rows = x.count / depth
        let back = products.linear(
            slopes, ProxyProducts.transposed(weights.values, columns: columns), depth: columns,
            bias: [Float](repeating: 0, count: depth))
        let gradient = products.linear(
            ProxyProducts.transposed(x, columns: depth), slopes, depth: rows,
            bias: [Float](repeating: 0, count: columns))
        var sums = [Float](repeating: 0, count: columns)
        for row in 0..<rows {
            for column in 0..<columns { sums[column] += slopes[row * columns + column] }
        }
        weights.descend(gradient, step: step)
        bias.descend(sums, step: step)
        return back
    }
}
