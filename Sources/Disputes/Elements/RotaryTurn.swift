internal import Tensors

/// The place of an element that a position turns: enough to compute its turn alone.
package struct RotaryTurn: Sendable, Equatable {
    package let base: Int
    package let position: Int
    package let headWidth: Int
    /// The element's column in its head.
    package let column: Int

    package init(base: Int, position: Int, headWidth: Int, column: Int) {
        self.base = base
        self.position = position
        self.headWidth = headWidth
        self.column = column
    }

    /// The distance from the element to its partner in a row.
    package var partnerOffset: Int {
        column < headWidth / 2 ? headWidth / 2 : -headWidth / 2
    }

    /// The element behind its turn, before the clamp. **Bounds:** elements within ±2^28.
    func turned(_ own: Int64, _ partner: Int64) -> Int64 {
        let pair = column % (headWidth / 2)
        let (cosine, sine) = RotaryFrequencies(base: base, headWidth: headWidth)
            .turn(position: position, pair: pair)
        return FixedPoint.roundShift(
            column < headWidth / 2
                ? own * cosine - partner * sine : own * cosine + partner * sine, 30)
    }
}
