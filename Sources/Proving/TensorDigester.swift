internal import Checkpoints
internal import Cryptography
internal import Traces

/// The second and the third stage of weights, digested while they are converted.
struct TensorDigester {
    /// Those that are whole, in the order in which they came.
    private(set) var tensors: [TracedTensor] = []
    private var open: Open?

    private struct Open {
        var stored = SHA256Hasher()
        var integers: TensorDigest
        let storedType: String
        let dimensions: [Int]
    }

    /// A tensor's next elements. **Precondition:** the tensor before it was ended.
    mutating func add(
        _ parameter: GPT2Layout.Parameter, _ type: ElementType, _ stored: UnsafeRawBufferPointer,
        _ integers: [Int32]
    ) {
        var tensor =
            open
            ?? Open(
                integers: TensorDigest(dimensions: parameter.dimensions, elementType: .int32),
                storedType: type.rawValue, dimensions: parameter.dimensions)
        open = nil
        unsafe tensor.stored.update(stored)
        tensor.integers.update(integers[...])
        open = tensor
    }

    /// **Precondition:** all elements were there.
    mutating func end(_ name: String) {
        guard let tensor = open else { preconditionFailure("\(name): no elements") }
        tensors.append(
            TracedTensor(
                name: name, dimensions: tensor.dimensions, storedType: tensor.storedType,
                storedDigest: tensor.stored.finalized(),
                integersDigest: tensor.integers.finalized()))
        open = nil
    }
}
