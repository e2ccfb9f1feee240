internal import Tensors

/// The way in which a sum is shifted right: the definition's, or that of a faulty machine.
package struct StepRounding: Sendable, Equatable {
    /// Whether half of the last place is added before the shift.
    package let addsHalf: Bool
    /// Added to the shift, as by a wrong rate.
    package let shiftChange: Int64

    package static let definition = StepRounding(addsHalf: true, shiftChange: 0)
    package static let floor = StepRounding(addsHalf: false, shiftChange: 0)

    /// **Precondition:** the shift and its change together are 1 to 62.
    func shifted(_ sum: Int64, _ shift: Int64) -> Int64 {
        addsHalf ? FixedPoint.roundShift(sum, shift + shiftChange) : sum >> (shift + shiftChange)
    }
}
