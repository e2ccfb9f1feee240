internal import Checkpoints
internal import Cryptography
internal import Tensors
internal import Traces

/// The second and the third stage of weights, digested while they are converted.
struct TensorDigester {
    /// Those that are whole, in the order in which they came.
    private(set) var tensors: [TracedTensor] = []
    private var open: Open?

    private struct Open {
        var stored = SHA256Hasher()
        let storedType: String
        let dimensions: [Int]
    }

    /// A tensor's next elements. **Precondition:** the tensor before it was ended.
    mutating func add(
        _ parameter: GPT2Layout.Parameter, _ type: ElementType, _ stored: UnsafeRawBufferPointer
    ) {
        var tensor =
            open ?? Open(storedType: type.rawValue, dimensions: parameter.dimensions)
        open = nil
        unsafe tensor.stored.update(stored)
        open = tensor
    }

    /// The tensor whole. **Precondition:** all its elements were there.
    mutating func end(_ whole: IntegerTensor) {
        guard let tensor = open else { preconditionFailure("\(whole.name): no elements") }
        tensors.append(
            TracedTensor(
                name: whole.name, dimensions: tensor.dimensions, storedType: tensor.storedType,
                storedDigest: tensor.stored.finalized(),
                integersDigest: TensorDigest.parameter(
                    dimensions: tensor.dimensions, elements: whole.elements)))
        open = nil
    }
}
