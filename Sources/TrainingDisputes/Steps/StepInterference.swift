/// The thing that goes wrong within one step of a faulty or lying machine.
package enum StepInterference: Sendable, Equatable {
    case none
    /// The step reads a weight with one bit other than it was hashed before.
    case weightBit(StepTensor, element: Int, bit: Int)
    /// A sum is shifted without the half.
    case floor(StepTensor, element: Int)
    /// Every update is shifted by so much more.
    case rate(Int64)
    /// An element has another value, and the step goes on from it.
    case element(StepTensor, element: Int, value: Int64)
}
