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
        /// The types of the tensors that the parameter is made of, one for each.
        var storedTypes: [String] = []
        var lastSource: SourceTensor?
        let dimensions: [Int]
    }

    /// A tensor's next elements. **Precondition:** the tensor before it was ended.
    mutating func add(
        _ parameter: LayoutParameter, _ source: SourceTensor, _ type: ElementType,
        _ stored: UnsafeRawBufferPointer
    ) {
        var tensor = open ?? Open(dimensions: parameter.dimensions)
        open = nil
        if tensor.lastSource != source {
            tensor.lastSource = source
            tensor.storedTypes.append(type.rawValue)
        }
        unsafe tensor.stored.update(stored)
        open = tensor
    }

    /// The tensor whole. **Precondition:** all its elements were there.
    mutating func end(_ whole: IntegerTensor) {
        guard let tensor = open else { preconditionFailure("\(whole.name): no elements") }
        tensors.append(
            TracedTensor(
                name: whole.name, dimensions: tensor.dimensions,
                storedType: Self.joined(tensor.storedTypes),
                storedDigest: tensor.stored.finalized(),
                integersDigest: TensorDigest.parameter(
                    dimensions: tensor.dimensions, elements: whole.elements)))
        open = nil
    }

    /// The type that all tensors have, else the type of each.
    private static func joined(_ types: [String]) -> String {
        types.allSatisfy { $0 == types[0] } ? types[0] : types.joined(separator: "+")
    }
}
