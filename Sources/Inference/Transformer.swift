public import Tensors

/// A GPT-2-shaped transformer in integers, ready to run: a pure function from token ids to the
/// attention rows of the last position.
///
/// **Determinism:** integers only, every sum whole; the result depends on the weights and the ids,
/// not on the backend, the threads, the machine or what ran before.
/// **Source:** protocol v4, sections 3 and 4.
public struct Transformer: Sendable {
    public let shape: TransformerShape
    public let backend: any ExactGEMM
    let tokenEmbedding: IntegerTensor
    let positionEmbedding: IntegerTensor
    let layers: [Layer]

    /// Packs the weights for `backend`.
    public init(weights: IntegerWeights, backend: any ExactGEMM) {
        var builder = TransformerBuilder(backend: backend)
        for tensor in weights.tensors { builder.add(tensor) }
        self = builder.finished(shape: weights.shape)
    }

    fileprivate init(_ parts: TransformerBuilder, shape: TransformerShape) {
        self.shape = shape
        backend = parts.backend
        tokenEmbedding = parts.vector("wte")
        positionEmbedding = parts.vector("wpe")
        layers = (0..<shape.layerCount).map { Layer(parts, name: "h.\($0).") }
    }

    /// The parameters of one layer.
    struct Layer: Sendable {
        let attentionNorm: Norm
        let queryKeyValue: Linear
        let attentionOutput: Linear
        let feedForwardNorm: Norm
        let feedForwardHidden: Linear
        let feedForwardOutput: Linear

        fileprivate init(_ parts: TransformerBuilder, name: String) {
            attentionNorm = Norm(parts, name + "ln_1")
            queryKeyValue = Linear(parts, name + "attn.c_attn")
            attentionOutput = Linear(parts, name + "attn.c_proj")
            feedForwardNorm = Norm(parts, name + "ln_2")
            feedForwardHidden = Linear(parts, name + "mlp.c_fc")
            feedForwardOutput = Linear(parts, name + "mlp.c_proj")
        }
    }

    struct Norm: Sendable {
        let gain: IntegerTensor  // [C] Q12
        let bias: IntegerTensor  // [C] Q16

        fileprivate init(_ parts: TransformerBuilder, _ name: String) {
            gain = parts.vector(name + ".g")
            bias = parts.vector(name + ".b")
        }
    }

    struct Linear: Sendable {
        let weight: any PackedMatrix  // [K, N] Q12
        let bias: IntegerTensor  // [N] Q16

        fileprivate init(_ parts: TransformerBuilder, _ name: String) {
            weight = parts.matrix(name + ".w")
            bias = parts.vector(name + ".b")
        }
    }
}

/// Makes a transformer of tensors that come one by one, in any order. What products need is packed
/// at once, so that its integers need not be kept.
public struct TransformerBuilder: Sendable {
    fileprivate let backend: any ExactGEMM
    // By name.
    private var matrices: [String: any PackedMatrix] = [:]  // looked up, never iterated
    private var vectors: [String: IntegerTensor] = [:]  // looked up, never iterated

    public init(backend: any ExactGEMM) {
        self.backend = backend
    }

    public mutating func add(_ tensor: IntegerTensor) {
        if tensor.name.hasSuffix(".w") {
            matrices[tensor.name] = backend.packed(tensor.matrix)
        } else {
            vectors[tensor.name] = tensor
        }
    }

    /// **Precondition:** every tensor of the shape was added.
    public func finished(shape: TransformerShape) -> Transformer { Transformer(self, shape: shape) }

    fileprivate func matrix(_ name: String) -> any PackedMatrix {
        guard let matrix = matrices[name] else { preconditionFailure("no tensor \(name)") }
        return matrix
    }

    fileprivate func vector(_ name: String) -> IntegerTensor {
        guard let vector = vectors[name] else { preconditionFailure("no tensor \(name)") }
        return vector
    }
}

/// What a forward pass leaves.
public struct ForwardResult: Sendable {
    /// The last position's probabilities, [layer][head][T], Q16.
    public let rows: [[[Int64]]]
    /// What leaves the last layer's feed-forward residual, [T · C] row-major, Q16, within ±2^28;
    /// empty where not kept.
    public let residual: [Int32]
    public let ranges: ForwardRanges
    /// Products of matrices that were computed.
    public let multiplyAddCount: Int
}
