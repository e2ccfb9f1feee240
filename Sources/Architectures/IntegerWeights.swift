public import Tensors

/// All parameters of a transformer as integers, in byte-wise ascending order of their names, which
/// is the order in which they are hashed.
public struct IntegerWeights: Sendable {
    public let architecture: Architecture
    public let tensors: [IntegerTensor]

    /// **Precondition:** names ascend.
    public init(architecture: Architecture, tensors: [IntegerTensor]) {
        for (earlier, later) in zip(tensors, tensors.dropFirst()) {
            precondition(
                earlier.name.utf8.lexicographicallyPrecedes(later.name.utf8),
                "\(later.name) stands after \(earlier.name)")
        }
        self.architecture = architecture
        self.tensors = tensors
    }

    public var shape: TransformerShape { architecture.shape }

    /// **Precondition:** the tensor exists.
    public subscript(name: String) -> IntegerTensor {
        guard let tensor = tensors.first(where: { $0.name == name }) else {
            preconditionFailure("no tensor \(name)")
        }
        return tensor
    }
}
