public import Tensors

/// A step of a forward pass as a value: the tensors that it reads, and the tensor that it leaves.
public struct Operation: Sendable, Hashable {
    /// The kind of computation. **Source:** protocol v4, sections 3 and 4;
    /// `Sources/Inference/QWEN2.md`, sections 3 to 5.
    public enum Kind: Sendable, Hashable {
        /// Token embedding, with that of positions added where there is one, clamped.
        case embedding
        /// LayerNorm of every row, clamped.
        case norm
        /// RMSNorm of every row, clamped.
        case rootNorm
        /// clamp(roundShift(roundShift(x, 4) · W, 8) + b), where there is a bias.
        case linear
        /// The turn of queries and keys by their positions, clamped; values stay.
        case rotary
        /// The shifted dot product of query and key, of every head, masked.
        case scores
        /// Softmax of every row of scores.
        case softmax
        /// roundShift(p · v, 12) of every head.
        case mixing
        /// GELU by tanh, of every element.
        case activation
        /// clamp(roundShift(silu(gate) · up, 16)): [T, 2F] to [T, F].
        case gatedActivation
        /// The sum of both inputs, clamped.
        case residual
    }

    /// The shape of an output for T tokens.
    public enum Output: Sendable, Hashable {
        /// [T, columns], 32-bit.
        case tokens(columns: Int)
        /// [H, T, T], of 64 bits where they are scores.
        case heads(count: Int)
    }

    public let station: Station
    public let kind: Kind
    /// The places, in the list of operations, of those whose outputs are read; a residual's are the
    /// stream, then the branch; mixing's are probabilities, then queries, keys and values.
    public let inputs: [Int]
    /// The names of the parameters that are read: token and position embedding, if any; gain and
    /// bias, if any; weight and bias, if any.
    public let parameters: [String]
    public let output: Output
    /// The places of the heads that the operation reads; nil where it knows of none.
    public let heads: HeadLayout?
    /// The base of the positions that turn queries and keys; nil but for these turns.
    public let rotaryBase: Int?

    public init(
        _ station: Station, _ kind: Kind, inputs: [Int], parameters: [String] = [],
        output: Output, heads: HeadLayout? = nil, rotaryBase: Int? = nil
    ) {
        self.station = station
        self.kind = kind
        self.inputs = inputs
        self.parameters = parameters
        self.output = output
        self.heads = heads
        self.rotaryBase = rotaryBase
    }

    /// The dimensions of the output for so many tokens: [T, columns] or [H, T, T].
    public func dimensions(tokenCount: Int) -> [Int] {
        switch output {
        case .tokens(let columns): [tokenCount, columns]
        case .heads(let count): [count, tokenCount, tokenCount]
        }
    }
}
