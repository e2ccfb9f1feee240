package import Fingerprints

/// Draws of float64 numbers as CPython's `random` makes them.
package enum FloatDraws {
    /// `uniform(-bound, bound)`: −bound + (bound − −bound) · random().
    package static func uniform(_ random: inout PythonRandom, _ bound: Double) -> Double {
        -bound + (bound + bound) * (Double(random.fraction53()) * 0x1p-53)
    }
}
