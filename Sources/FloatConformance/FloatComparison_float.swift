internal import Conformance

/// Outcomes of whole tensors.
enum FloatComparison {
    /// Equal bit for bit.
    static func bits(_ index: String, expected: [Float], got: [Float]) -> VectorOutcome {
        guard expected.count == got.count else {
            return VectorOutcome(
                index: index, expected: "\(expected.count) numbers", got: "\(got.count) numbers")
        }
        guard
            let place = zip(expected, got).enumerated().first(where: {
                $1.0.bitPattern != $1.1.bitPattern
            })?.offset
        else { return VectorOutcome(index: index, .equal) }
        return VectorOutcome(
            index: index, expected: "element \(place): \(FloatText.bits(expected[place]))",
            got: FloatText.bits(got[place]))
    }

    /// The share of a tensor's largest magnitude by which float64 may differ.
    static let tolerance = 1e-12

    /// Equal within ``tolerance`` of the tensor's largest magnitude.
    ///
    /// - Parameter largest: the magnitude, where `expected` is only a part of the tensor.
    static func near(
        _ index: String, expected: [Double], got: [Double], largest: Double? = nil
    ) -> VectorOutcome {
        guard expected.count == got.count else {
            return VectorOutcome(
                index: index, expected: "\(expected.count) numbers", got: "\(got.count) numbers")
        }
        let largest = largest ?? expected.reduce(0) { max($0, $1.magnitude) }
        let bound = largest * tolerance
        guard
            let place = zip(expected, got).enumerated().first(where: {
                !(($1.0 - $1.1).magnitude <= bound)
            })?.offset
        else { return VectorOutcome(index: index, .equal) }
        return VectorOutcome(
            index: index,
            .differs(
                expected: "element \(place): \(expected[place]) within \(bound)",
                got: "\(got[place])"))
    }
}
