internal import PythonValues

/// Comparisons and choices of CPython between floats.
enum PythonFloatRules {
    /// `min(first, second)`.
    static func min(_ first: Double, _ second: Double) -> Double {
        second < first ? second : first
    }

    /// `max(first, second)`.
    static func max(_ first: Double, _ second: Double) -> Double {
        second > first ? second : first
    }

    /// `sum(values)` of CPython 3.11: from left to right, from 0.
    static func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
}

extension PythonNumber {
    /// The float as a number.
    static func real(_ value: Double) -> PythonNumber { .float(PythonFloat(value)) }

    /// `number < value`.
    func isBelow(_ value: Double) -> Bool { isLess(than: .real(value)) }
}

extension PythonValue {
    static func real(_ value: Double) -> PythonValue { .float(PythonFloat(value)) }

    /// `now - value`.
    ///
    /// **Throws:** ``PythonError``: a type where the value is no number, an overflow where no float
    /// comes near it.
    func age(at now: PythonFloat) throws(PythonError) -> Double {
        now.value - (try requiredNumber().converted())
    }
}
