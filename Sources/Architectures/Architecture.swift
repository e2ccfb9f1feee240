public import Tensors

/// A transformer's plan as a value: it yields the parameters, the operations in the order of their
/// execution, and of each operation its multiply-adds and the bound of its sums.
///
/// Forward passes, costs and traces walk the list of operations; none knows the order by itself.
public struct Architecture: Sendable, Hashable {
    public enum Norm: String, Sendable { case layerNorm = "layer_norm" }
    public enum Positions: String, Sendable { case learned }
    public enum Activation: String, Sendable { case tanhGELU = "gelu_tanh" }

    public let norm: Norm
    public let positions: Positions
    public let activation: Activation
    /// The width of the feed-forward part, as a multiple of C.
    public let hiddenMultiple: Int
    public let shape: TransformerShape
    public let operations: [Operation]

    /// GPT-2's, whatever the size. **Source:** protocol v4, sections 2 and 4.
    public static func gpt2(_ shape: TransformerShape) -> Architecture {
        Architecture(
            norm: .layerNorm, positions: .learned, activation: .tanhGELU, hiddenMultiple: 4,
            shape: shape)
    }

    init(
        norm: Norm, positions: Positions, activation: Activation, hiddenMultiple: Int,
        shape: TransformerShape
    ) {
        self.norm = norm
        self.positions = positions
        self.activation = activation
        self.hiddenMultiple = hiddenMultiple
        self.shape = shape
        operations = Self.operations(shape, hiddenMultiple: hiddenMultiple)
    }

    // MARK: Parameters

    /// In the order of the model, from the embeddings up; those that the engine reads.
    public var parameters: [Parameter] {
        let width = shape.width
        var parameters = [
            Parameter("wte", [shape.vocabularyCount, width], .activation),
            Parameter("wpe", [shape.contextTokenCount, width], .activation),
        ]
        for operation in operations {
            guard case .tokens(let columns) = operation.output else { continue }
            let names = operation.parameters
            switch operation.kind {
            case .norm:
                parameters.append(Parameter(names[0], [width], .weight))
                parameters.append(Parameter(names[1], [width], .activation))
            case .linear:
                parameters.append(Parameter(names[0], [depth(operation), columns], .weight))
                parameters.append(Parameter(names[1], [columns], .activation))
            case .embedding, .scores, .softmax, .mixing, .activation, .residual: break
            }
        }
        return parameters
    }

    // MARK: Operations

    private static func operations(
        _ shape: TransformerShape, hiddenMultiple: Int
    ) -> [Operation] {
        let width = shape.width
        var list = [
            Operation(
                Station(layer: nil, .embedding), .embedding, inputs: [],
                parameters: ["wte", "wpe"], output: .tokens(columns: width))
        ]
        for layer in 0..<shape.layerCount {
            let name = "h.\(layer)."
            var x = list.count - 1
            func add(
                _ operation: Station.OperationName, _ kind: Operation.Kind, _ inputs: [Int],
                _ parameters: [String], _ output: Operation.Output
            ) -> Int {
                list.append(
                    Operation(
                        Station(layer: layer, operation), kind, inputs: inputs,
                        parameters: parameters.map { name + $0 }, output: output))
                return list.count - 1
            }
            let c = Operation.Output.tokens(columns: width)
            let heads = Operation.Output.heads(count: shape.headCount)
            let norm1 = add(.attentionNorm, .norm, [x], ["ln_1.g", "ln_1.b"], c)
            let qkv = add(
                .queryKeyValue, .linear, [norm1], ["attn.c_attn.w", "attn.c_attn.b"],
                .tokens(columns: 3 * width))
            let scores = add(.scores, .scores, [qkv], [], heads)
            let probabilities = add(.probabilities, .softmax, [scores], [], heads)
            let mixed = add(.headOutputs, .mixing, [probabilities, qkv], [], c)
            let output = add(
                .attentionOutput, .linear, [mixed], ["attn.c_proj.w", "attn.c_proj.b"], c)
            x = add(.attentionResidual, .residual, [x, output], [], c)
            let norm2 = add(.feedForwardNorm, .norm, [x], ["ln_2.g", "ln_2.b"], c)
            let wide = Operation.Output.tokens(columns: hiddenMultiple * width)
            let hidden = add(
                .feedForwardHidden, .linear, [norm2], ["mlp.c_fc.w", "mlp.c_fc.b"], wide)
            let active = add(.feedForwardActivation, .activation, [hidden], [], wide)
            let branch = add(
                .feedForwardOutput, .linear, [active], ["mlp.c_proj.w", "mlp.c_proj.b"], c)
            _ = add(.feedForwardResidual, .residual, [x, branch], [], c)
        }
        return list
    }

    // MARK: Sizes

    /// How many products a sum of the operation has at most: the width of a linear layer's input,
    /// a head's width, or 1 where probabilities weigh.
    func depth(_ operation: Operation) -> Int {
        guard case .tokens(let columns) = operations[operation.inputs[0]].output else {
            return TransformerShape.headWidth
        }
        return columns
    }

    /// Multiply-adds for one sequence, masked positions left out; 0 where there is no product of
    /// matrices.
    ///
    /// **Bounds:** shapes within the limits keep the sum over a layer below 2^48.
    public func multiplyAddCount(of operation: Operation, tokenCount: Int) -> Int {
        switch (operation.kind, operation.output) {
        case (.linear, .tokens(let columns)): tokenCount * depth(operation) * columns
        case (.scores, _), (.mixing, _): tokenCount * (tokenCount + 1) / 2 * shape.width
        default: 0
        }
    }

    /// The bound of the operation's sums: no magnitude of a whole sum passes it, whatever the
    /// weights and the tokens; nil where the operation has no product of matrices.
    ///
    /// Operands are activations, queries and keys a rounding shift of 4 below their clamps, and
    /// weights; probabilities of a row sum to at most 1. **Source:** protocol v4, section 4.
    public func sumBound(of operation: Operation) -> Int64? {
        let activation = FixedPoint.activationClamp >> 4
        let queryOrKey = FixedPoint.queryKeyClamp >> 4
        return switch operation.kind {
        case .linear: Int64(depth(operation)) * activation * FixedPoint.weightClamp
        case .scores: Int64(TransformerShape.headWidth) * queryOrKey * queryOrKey
        case .mixing: FixedPoint.one * activation
        case .embedding, .norm, .softmax, .activation, .residual: nil
        }
    }

    /// The operation at a station of this architecture.
    public func operation(_ station: Station) -> Operation? {
        operations.first { $0.station == station }
    }
}
