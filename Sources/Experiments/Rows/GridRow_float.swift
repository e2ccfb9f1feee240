internal import FloatEngine

/// A row of probabilities on the grid of 100, with how near it lies to another result.
package struct GridRow: Sendable {
    /// [T], summing to 100 where the probabilities sum to about 1.
    package let parts: [Int64]
    /// How much two values would have to move against each other to change the result; nil where no
    /// part was given out.
    ///
    /// **Units:** of a probability.
    package let gap: Double?

    /// **Shapes:** row [T]. **Throws:** ``ExperimentError/noRow(_:)``.
    package init(_ row: [Double]) throws(ExperimentError) {
        do throws(FloatQuantization.RowError) {
            parts = try FloatQuantization.quantized(row)
            gap = try FloatQuantization.gap(row)
        } catch {
            throw .noRow("\(error)")
        }
    }
}
