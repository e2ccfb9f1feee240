internal import Tensors

/// The operations of an architecture in the making, layer after layer.
struct OperationList {
    private(set) var operations: [Operation] = []
    private let shape: TransformerShape
    private let heads: HeadLayout
    private let stream: Operation.Output
    /// The layer under way.
    private var layer: Int?

    /// Qwen2's list where there is a base of rotary positions, else GPT-2's.
    init(_ shape: TransformerShape, rotaryBase: Int?) {
        self.shape = shape
        heads = HeadLayout(shape)
        stream = .tokens(columns: shape.width)
        var x = add(
            .embedding, .embedding, [], rotaryBase == nil ? ["wte", "wpe"] : ["wte"], stream)
        for layer in 0..<shape.layerCount {
            self.layer = layer
            x = rotaryBase.map { addRotaryLayer(x, base: $0) } ?? addLearnedLayer(x)
        }
    }

    /// Puts an operation at the end. Returns its place.
    private mutating func add(
        _ operation: Station.OperationName, _ kind: Operation.Kind, _ inputs: [Int],
        _ parameters: [String], _ output: Operation.Output, rotaryBase: Int? = nil
    ) -> Int {
        let name = layer.map { "h.\($0)." } ?? ""
        let isOfHeads = [.rotary, .scores, .mixing].contains(kind)
        operations.append(
            Operation(
                Station(layer: layer, operation), kind, inputs: inputs,
                parameters: parameters.map { name + $0 }, output: output,
                heads: isOfHeads ? heads : nil, rotaryBase: rotaryBase))
        return operations.count - 1
    }

    /// Scores, softmax and mixing. Returns the place of the mixed values.
    private mutating func addAttention(_ queriesKeysValues: Int) -> Int {
        let ofHeads = Operation.Output.heads(count: heads.headCount)
        let scores = add(.scores, .scores, [queriesKeysValues], [], ofHeads)
        let probabilities = add(.probabilities, .softmax, [scores], [], ofHeads)
        return add(
            .headOutputs, .mixing, [probabilities, queriesKeysValues], [],
            .tokens(columns: heads.queryWidth))
    }

    /// A layer of GPT-2's. Returns the place of the stream behind it.
    private mutating func addLearnedLayer(_ before: Int) -> Int {
        let norm1 = add(.attentionNorm, .norm, [before], ["ln_1.g", "ln_1.b"], stream)
        let qkv = add(
            .queryKeyValue, .linear, [norm1], ["attn.c_attn.w", "attn.c_attn.b"],
            .tokens(columns: heads.columnCount))
        let mixed = addAttention(qkv)
        let output = add(
            .attentionOutput, .linear, [mixed], ["attn.c_proj.w", "attn.c_proj.b"], stream)
        let x = add(.attentionResidual, .residual, [before, output], [], stream)
        let norm2 = add(.feedForwardNorm, .norm, [x], ["ln_2.g", "ln_2.b"], stream)
        let wide = Operation.Output.tokens(columns: shape.hiddenWidth)
        let hidden = add(
            .feedForwardHidden, .linear, [norm2], ["mlp.c_fc.w", "mlp.c_fc.b"], wide)
        let active = add(.feedForwardActivation, .activation, [hidden], [], wide)
        let branch = add(
            .feedForwardOutput, .linear, [active], ["mlp.c_proj.w", "mlp.c_proj.b"], stream)
        return add(.feedForwardResidual, .residual, [x, branch], [], stream)
    }

    /// A layer of Qwen2's. Returns the place of the stream behind it.
    private mutating func addRotaryLayer(_ before: Int, base: Int) -> Int {
        let norm1 = add(.attentionNorm, .rootNorm, [before], ["ln_1.g"], stream)
        let columns = Operation.Output.tokens(columns: heads.columnCount)
        let qkv = add(
            .queryKeyValue, .linear, [norm1], ["attn.qkv.w", "attn.qkv.b"], columns)
        let turned = add(.rotary, .rotary, [qkv], [], columns, rotaryBase: base)
        let mixed = addAttention(turned)
        let output = add(.attentionOutput, .linear, [mixed], ["attn.out.w"], stream)
        let x = add(.attentionResidual, .residual, [before, output], [], stream)
        let norm2 = add(.feedForwardNorm, .rootNorm, [x], ["ln_2.g"], stream)
        let wide = Operation.Output.tokens(columns: 2 * shape.hiddenWidth)
        let gateUp = add(.gateUp, .linear, [norm2], ["mlp.gate_up.w"], wide)
        let gated = add(
            .gatedActivation, .gatedActivation, [gateUp], [],
            .tokens(columns: shape.hiddenWidth))
        let branch = add(.feedForwardOutput, .linear, [gated], ["mlp.down.w"], stream)
        return add(.feedForwardResidual, .residual, [x, branch], [], stream)
    }
}
