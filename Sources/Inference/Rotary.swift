internal import Tensors

/// The turns of a model's positions: a table for the first ones, made once, and of more where a
/// pass needs them.
struct Rotary: Sendable {
    private let frequencies: RotaryFrequencies
    private let first: RotaryTable

    /// Positions whose turns are at hand; longer sequences take a table of their own.
    private static let positionCount = 256

    init(base: Int, shape: TransformerShape) {
        frequencies = RotaryFrequencies(base: base, headWidth: shape.headWidth)
        first = RotaryTable(
            frequencies, positions: 0..<min(Self.positionCount, shape.contextTokenCount))
    }

    /// A table that has the positions before `count`.
    func table(positionCount count: Int) -> RotaryTable {
        count <= first.positions.count
            ? first : RotaryTable(frequencies, positions: 0..<count)
    }
}
