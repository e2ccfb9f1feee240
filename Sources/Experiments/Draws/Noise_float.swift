package import Fingerprints

/// Noise added to probabilities, value by value.
package struct Noise: Sendable {
    /// The largest change of a value, as published scripts write it.
    package let text: String
    package let size: Double
    /// The least value that is left.
    package let floor: Double

    /// - Parameter exponent: the size is 10 to the power of it.
    package init(exponent: Int, floor: Double) {
        text = "1e\(exponent)"
        // CPython's 10 ** -4 is the nearest float64, as the literal is.
        size = Self.sizes[-exponent]
        self.floor = floor
    }

    private static let sizes = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]

    /// `uniform(−size, size)` so many times.
    package func draws(_ count: Int, _ random: inout PythonRandom) -> [Double] {
        (0..<count).map { _ in -size + (size + size) * Double(random.fraction53()) * 0x1p-53 }
    }

    /// The row with noise, divided by its sum; undivided where that is 0.
    ///
    /// **Shapes:** row [T], draws [T] → [T].
    package func applied(to row: [Double], _ draws: ArraySlice<Double>) -> [Double] {
        let noisy = zip(row, draws).map { value, draw in
            // Python's max keeps its first argument unless the second is larger.
            let moved = value + draw
            return moved > floor ? moved : floor
        }
        let sum = noisy.reduce(0, +)
        return sum > 0 ? noisy.map { $0 / sum } : noisy
    }
}
