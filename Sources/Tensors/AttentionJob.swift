/// The task of computing a layer's attention over nodes.
public struct AttentionJob: Sendable {
    /// [node, (H + 2K) · D] Q16: queries, keys, values, heads side by side.
    public let qkv: ActivationMatrix
    public let layout: HeadLayout
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
        qkv: ActivationMatrix, layout: HeadLayout, paths: NodePaths, fullNodeCount: Int,
        isRead: [Bool], readHeads: [Int], keepsScores: Bool = false
    ) {
        precondition(
            qkv.columns == layout.columnCount
                && TransformerShape.headWidths.contains(layout.headWidth)
                && qkv.rows == paths.nodeCount && isRead.count == qkv.rows
                && fullNodeCount <= qkv.rows && readHeads.allSatisfy { $0 < layout.headCount },
            "an attention job of \(qkv.rows) × \(qkv.columns)")
        self.qkv = qkv
        self.layout = layout
        self.paths = paths
        self.fullNodeCount = fullNodeCount
        self.isRead = isRead
        self.readHeads = readHeads
        self.keepsScores = keepsScores
    }

    var headCount: Int { layout.headCount }
    /// The columns of an output.
    var width: Int { layout.queryWidth }

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
            let perHead = paths.counts[node] * layout.headWidth
            if node < fullNodeCount { return total + 2 * headCount * perHead }
            return total + (isRead[node] ? readHeads.count * perHead : 0)
        }
    }

    var rowElementCount: Int {
        zip(isRead, paths.counts).reduce(0) { $0 + ($1.0 ? headCount * $1.1 : 0) }
    }
}
