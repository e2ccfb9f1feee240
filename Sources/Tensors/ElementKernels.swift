/// The operations of the engine that are no products with weights: one face for their definition
/// and for the vectorised kernels.
///
/// **Determinism:** as with ``ExactGEMM``, an implementation may choose how, never what.
public protocol ElementKernels: Sendable {
    /// LayerNorm of every row and its clamp. **Shapes:** x, result [T, C]; gain, bias [C].
    func layerNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, bias: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount)

    /// GELU of every element.
    func geluActivate(_ x: inout ActivationMatrix, workers: Workers)

    /// x + branch, clamped.
    func add(_ branch: ActivationMatrix, to x: inout ActivationMatrix) -> ClampCount

    func attention(_ job: AttentionJob, workers: Workers) -> AttentionResult
}

/// Which nodes each node sees: those from the first token to itself.
///
/// Tokens of several sequences are nodes of a forest, in which sequences that begin alike share
/// their first nodes.
public struct NodePaths: Sendable, Equatable {
    /// All paths, one after the other; those of a sequence's nodes overlap.
    let nodes: [UInt32]
    /// Where each node's path begins, and how many nodes it has.
    let starts: [Int]
    let counts: [Int]

    /// - Parameters:
    ///   - sequences: each one's nodes from the first token to the last.
    ///   - nodeCount: all nodes belong to at least one sequence.
    public init(sequences: [[Int]], nodeCount: Int) {
        var nodes: [UInt32] = []
        var starts = [Int](repeating: -1, count: nodeCount)
        var counts = [Int](repeating: 0, count: nodeCount)
        for sequence in sequences {
            let start = nodes.count
            for (depth, node) in sequence.enumerated() {
                precondition(node < nodeCount, "node \(node) of \(nodeCount)")
                nodes.append(UInt32(node))
                guard starts[node] < 0 else { continue }
                starts[node] = start
                counts[node] = depth + 1
            }
        }
        precondition(starts.allSatisfy { $0 >= 0 }, "a node of no sequence")
        self.nodes = nodes
        self.starts = starts
        self.counts = counts
    }

    public var nodeCount: Int { starts.count }

    func path(of node: Int) -> ArraySlice<UInt32> {
        nodes[starts[node]..<starts[node] + counts[node]]
    }
}

/// One layer's attention over nodes.
public struct AttentionJob: Sendable {
    /// [node, 3C] Q16: queries, keys, values, heads side by side.
    public let qkv: ActivationMatrix
    public let headCount: Int
    public let paths: NodePaths
    /// Nodes before this one get an output; of the others, only rows are wanted.
    public let fullNodeCount: Int
    /// Whether a node's rows are wanted.
    public let isRead: [Bool]
    /// The heads whose rows are wanted of nodes without an output, ascending.
    public let readHeads: [Int]
    /// Whether the scores of the wanted rows are wanted, too.
    public let keepsScores: Bool

    public init(
        qkv: ActivationMatrix, headCount: Int, paths: NodePaths, fullNodeCount: Int,
        isRead: [Bool], readHeads: [Int], keepsScores: Bool = false
    ) {
        precondition(
            qkv.columns == 3 * headCount * TransformerShape.headWidth
                && qkv.rows == paths.nodeCount && isRead.count == qkv.rows
                && fullNodeCount <= qkv.rows && readHeads.allSatisfy { $0 < headCount },
            "an attention job of \(qkv.rows) × \(qkv.columns)")
        self.qkv = qkv
        self.headCount = headCount
        self.paths = paths
        self.fullNodeCount = fullNodeCount
        self.isRead = isRead
        self.readHeads = readHeads
        self.keepsScores = keepsScores
    }

    var width: Int { headCount * TransformerShape.headWidth }

    /// Where each node's rows begin in ``AttentionResult/rows``, −1 where they are not wanted.
    var rowOffsets: [Int] {
        var next = 0
        return isRead.enumerated().map { node, isRead in
            guard isRead else { return -1 }
            defer { next += headCount * paths.counts[node] }
            return next
        }
    }

    var multiplyAddCount: Int {
        (0..<qkv.rows).reduce(0) { total, node in
            let perHead = paths.counts[node] * TransformerShape.headWidth
            if node < fullNodeCount { return total + 2 * headCount * perHead }
            return total + (isRead[node] ? readHeads.count * perHead : 0)
        }
    }

    var rowElementCount: Int {
        zip(isRead, paths.counts).reduce(0) { $0 + ($1.0 ? headCount * $1.1 : 0) }
    }
}

/// What attention met.
public struct AttentionRange: Sendable, Equatable {
    public var query = ClampCount(bound: FixedPoint.queryKeyClamp)
    public var key = ClampCount(bound: FixedPoint.queryKeyClamp)
    public var value = ClampCount(bound: FixedPoint.activationClamp)
    /// The largest magnitudes of whole sums: of scores that are not masked, and of outputs.
    public var scoreMagnitudeMax: Int64 = 0
    public var outputMagnitudeMax: Int64 = 0

    public init() {}

    mutating func merge(_ other: AttentionRange) {
        query.merge(other.query)
        key.merge(other.key)
        value.merge(other.value)
        scoreMagnitudeMax = max(scoreMagnitudeMax, other.scoreMagnitudeMax)
        outputMagnitudeMax = max(outputMagnitudeMax, other.outputMagnitudeMax)
    }
}
