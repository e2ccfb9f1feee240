/// A place in the forward pass where a tensor can be seen: `embed`, `h.3.attn.qkv`, …
///
/// Golden-bearing: traces and vectors carry these names.
public struct Station: Sendable, Hashable, CustomStringConvertible {
    /// The layer, counted from 0; nil at the embedding, which stands before the layers.
    public let layer: Int?
    /// The operation whose output is seen.
    public let operation: OperationName

    /// An operation by the name that it has in every layer, and the shape of its output.
    public enum OperationName: String, Sendable, CaseIterable {
        /// [T, C] Q16, after its clamp.
        case embedding = "embed"
        /// [T, C] Q16, after its clamp.
        case attentionNorm = "ln_1"
        /// [T, (H + 2K) · D] Q16, after its clamp; 3C columns in GPT-2.
        case queryKeyValue = "attn.qkv"
        /// [T, (H + 2K) · D] Q16, queries and keys after their clamp.
        case rotary = "attn.rotary"
        /// [H, T, T] Q16, future positions at −2^40.
        case scores = "attn.scores"
        /// [H, T, T] Q16, future positions at 0.
        case probabilities = "attn.probs"
        /// [T, H · D] Q16, heads side by side; C columns in GPT-2.
        case headOutputs = "attn.heads"
        /// [T, C] Q16, after its clamp.
        case attentionOutput = "attn.out"
        /// [T, C] Q16, after its clamp.
        case attentionResidual = "residual_attn"
        /// [T, C] Q16, after its clamp.
        case feedForwardNorm = "ln_2"
        /// [T, 4C] Q16, after its clamp.
        case feedForwardHidden = "mlp.fc"
        /// [T, 4C] Q16.
        case feedForwardActivation = "mlp.gelu"
        /// [T, 2F] Q16, after its clamp: gate, then up.
        case gateUp = "mlp.gate_up"
        /// [T, F] Q16, after its clamp.
        case gatedActivation = "mlp.swiglu"
        /// [T, C] Q16, after its clamp.
        case feedForwardOutput = "mlp.out"
        /// [T, C] Q16, after its clamp.
        case feedForwardResidual = "residual_mlp"
    }

    public init(layer: Int?, _ operation: OperationName) {
        self.layer = layer
        self.operation = operation
    }

    /// The station of this name; nil where there is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "h", let layer = Int(parts[1]),
            String(layer) == parts[1]
        else {
            guard text == OperationName.embedding.rawValue else { return nil }
            self.init(layer: nil, .embedding)
            return
        }
        guard layer >= 0, let operation = OperationName(rawValue: String(parts[2])),
            operation != .embedding
        else { return nil }
        self.init(layer: layer, operation)
    }

    public var description: String {
        layer.map { "h.\($0).\(operation.rawValue)" } ?? operation.rawValue
    }
}
