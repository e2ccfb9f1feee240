package import Architectures

/// Faults put into a forward pass on purpose, to try the search for them. A pass whose result
/// counts has none.
package protocol Interference: Sendable {
    /// The operations in the order in which the faulty engine runs them.
    func operations(of architecture: Architecture) -> [Operation]

    /// Whether the output at this place is to be spoiled for this sequence.
    func isAimed(at place: Int, sequence: Int) -> Bool

    /// The output that the faulty engine leaves instead.
    ///
    /// **Shapes:** as `step.output`; within ±2^28 but for scores.
    func spoiled(_ step: ForwardStep) -> [Int64]
}

/// An operation on a sequence, as an ``Interference`` gets it.
package struct ForwardStep: Sendable {
    /// In the list that runs.
    package let place: Int
    package let operation: Operation
    package let sequence: Int
    package let tokenIDs: [Int32]
    /// The tensors that the operation read, in the order of ``Operation/inputs``, row-major.
    package let inputs: [[Int64]]
    /// The tensor that it left, row-major: [T, columns] or [H, T, T].
    package let output: [Int64]

    package init(
        place: Int, operation: Operation, sequence: Int, tokenIDs: [Int32], inputs: [[Int64]],
        output: [Int64]
    ) {
        self.place = place
        self.operation = operation
        self.sequence = sequence
        self.tokenIDs = tokenIDs
        self.inputs = inputs
        self.output = output
    }
}
