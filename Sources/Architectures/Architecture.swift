public import Tensors

/// A transformer's plan as a value: it yields the parameters, the operations in the order of their
/// execution, and of each operation its multiply-adds and the bound of its sums.
///
/// Forward passes, costs and traces walk the list of operations; none knows the order by itself.
public struct Architecture: Sendable, Hashable {
    public enum Norm: String, Sendable {
        case layerNorm = "layer_norm"
        case rmsNorm = "rms_norm"
    }

    public enum Positions: Sendable, Hashable {
        case learned
        /// Turns of queries and keys. **Bounds:** base from 2 to 2^40.
        case rotary(base: Int)

        /// The name in traces.
        public var name: String {
            switch self {
            case .learned: "learned"
            case .rotary: "rotary"
            }
        }

        /// nil where positions do not turn.
        public var rotaryBase: Int? {
            guard case .rotary(let base) = self else { return nil }
            return base
        }
    }

    public enum Activation: String, Sendable {
        case tanhGELU = "gelu_tanh"
        case swiGLU = "swiglu"
    }

    public let norm: Norm
    public let positions: Positions
    public let activation: Activation
    public let shape: TransformerShape
    public let operations: [Operation]

    /// The bases of rotary positions that are defined.
    public static let rotaryBases = 2...1 << 40

    /// GPT-2's, whatever the size. **Source:** protocol v4, sections 2 and 4.
    public static func gpt2(_ shape: TransformerShape) -> Architecture {
        Architecture(
            norm: .layerNorm, positions: .learned, activation: .tanhGELU, shape: shape)
    }

    /// Qwen2's, whatever the size. **Source:** `Sources/Inference/QWEN2.md`.
    ///
    /// **Precondition:** the base is one of ``rotaryBases``.
    public static func qwen2(_ shape: TransformerShape, rotaryBase: Int) -> Architecture {
        precondition(rotaryBases.contains(rotaryBase), "a rotary base of \(rotaryBase)")
        return Architecture(
            norm: .rmsNorm, positions: .rotary(base: rotaryBase), activation: .swiGLU,
            shape: shape)
    }

    private init(
        norm: Norm, positions: Positions, activation: Activation, shape: TransformerShape
    ) {
        self.norm = norm
        self.positions = positions
        self.activation = activation
        self.shape = shape
        operations = OperationList(shape, rotaryBase: positions.rotaryBase).operations
    }

    // MARK: Parameters

    /// In the order of the model, from the embeddings up; those that the engine reads.
    public var parameters: [Parameter] {
        let width = shape.width
        var parameters = [Parameter("wte", [shape.vocabularyCount, width], .activation)]
        if positions == .learned {
            parameters.append(Parameter("wpe", [shape.contextTokenCount, width], .activation))
        }
        for operation in operations {
            guard case .tokens(let columns) = operation.output else { continue }
            let names = operation.parameters
            switch operation.kind {
            case .norm, .rootNorm: parameters.append(Parameter(names[0], [width], .weight))
            case .linear:
                parameters.append(Parameter(names[0], [depth(operation), columns], .weight))
            case .embedding, .rotary, .scores, .softmax, .mixing, .activation, .gatedActivation,
                .residual:
                continue
            }
            if names.count > 1 { parameters.append(Parameter(names[1], [columns], .activation)) }
        }
        return parameters
    }

    // MARK: Sizes

    /// How many products a sum of the operation has at most: the width of a linear layer's input,
    /// a head's width, or 1 where probabilities weigh.
    func depth(_ operation: Operation) -> Int {
        guard case .tokens(let columns) = operations[operation.inputs[0]].output else {
            return shape.headWidth
        }
        return columns
    }

    /// Multiply-adds for one sequence, masked positions left out; 0 where there is no product of
    /// matrices.
    ///
    /// **Bounds:** for shapes and T within the limits the sum over a layer is below 2^46, and over
    /// all layers below 2^49: each of at most 2^33 weights counts once a token, 2^45 in all, and
    /// scores and mixing count T · (T + 1) · H · D ≤ 2^39 + 2^27 a layer.
    public func multiplyAddCount(of operation: Operation, tokenCount: Int) -> Int {
        switch (operation.kind, operation.output) {
        case (.linear, .tokens(let columns)): tokenCount * depth(operation) * columns
        case (.scores, _), (.mixing, _): tokenCount * (tokenCount + 1) / 2 * shape.queryWidth
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
        case .scores: Int64(shape.headWidth) * queryOrKey * queryOrKey
        case .mixing: FixedPoint.one * activation
        case .embedding, .norm, .rootNorm, .rotary, .softmax, .activation, .gatedActivation,
            .residual:
            nil
        }
    }

    /// The operation at a station of this architecture.
    public func operation(_ station: Station) -> Operation? {
        operations.first { $0.station == station }
    }
}
