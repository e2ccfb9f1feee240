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
        self.shape = weights.shape
        self.backend = backend
        self.tokenEmbedding = weights["wte"]
        self.positionEmbedding = weights["wpe"]
        self.layers = (0..<weights.shape.layerCount).map { index in
            Layer(weights: weights, index: index, backend: backend)
        }
    }

    /// The parameters of one layer.
    struct Layer: Sendable {
        let attentionNorm: Norm
        let queryKeyValue: Linear
        let attentionOutput: Linear
        let feedForwardNorm: Norm
        let feedForwardHidden: Linear
        let feedForwardOutput: Linear

        init(weights: IntegerWeights, index: Int, backend: any ExactGEMM) {
            let name = { (part: String) in "h.\(index).\(part)" }
            attentionNorm = Norm(weights, name("ln_1"))
            queryKeyValue = Linear(weights, name("attn.c_attn"), backend)
            attentionOutput = Linear(weights, name("attn.c_proj"), backend)
            feedForwardNorm = Norm(weights, name("ln_2"))
            feedForwardHidden = Linear(weights, name("mlp.c_fc"), backend)
            feedForwardOutput = Linear(weights, name("mlp.c_proj"), backend)
        }
    }

    struct Norm: Sendable {
        let gain: IntegerTensor  // [C] Q12
        let bias: IntegerTensor  // [C] Q16

        init(_ weights: IntegerWeights, _ name: String) {
            gain = weights[name + ".g"]
            bias = weights[name + ".b"]
        }
    }

    struct Linear: Sendable {
        let weight: any PackedMatrix  // [K, N] Q12
        let bias: IntegerTensor  // [N] Q16

        init(_ weights: IntegerWeights, _ name: String, _ backend: any ExactGEMM) {
            weight = backend.packed(weights[name + ".w"].matrix)
            bias = weights[name + ".b"]
        }
    }
}

/// What a forward pass leaves.
public struct ForwardResult: Sendable {
    /// The last position's probabilities, [layer][head][T], Q16.
    public let rows: [[[Int64]]]
    public let ranges: ForwardRanges
    /// Products of matrices that were computed.
    public let multiplyAddCount: Int
}
