/// A step of a forward pass as a value: the tensors that it reads, and the tensor that it leaves.
public struct Operation: Sendable, Hashable {
    /// The kind of computation. **Source:** protocol v4, sections 3 and 4.
    public enum Kind: Sendable, Hashable {
        /// Token and position embedding, added and clamped.
        case embedding
        /// LayerNorm of every row, clamped.
        case norm
        /// clamp(roundShift(roundShift(x, 4) · W, 8) + b).
        case linear
        /// roundShift(q · k, 11) of every head, masked.
        case scores
        /// Softmax of every row of scores.
        case softmax
        /// roundShift(p · v, 12) of every head.
        case mixing
        /// GELU by tanh, of every element.
        case activation
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
    /// The names of the parameters that are read: token and position embedding; gain and bias;
    /// weight and bias.
    public let parameters: [String]
    public let output: Output

    public init(
        _ station: Station, _ kind: Kind, inputs: [Int], parameters: [String] = [], output: Output
    ) {
        self.station = station
        self.kind = kind
        self.inputs = inputs
        self.parameters = parameters
        self.output = output
    }

    /// The dimensions of the output for so many tokens: [T, columns] or [H, T, T].
    public func dimensions(tokenCount: Int) -> [Int] {
        switch output {
        case .tokens(let columns): [tokenCount, columns]
        case .heads(let count): [count, tokenCount, tokenCount]
        }
    }
}
