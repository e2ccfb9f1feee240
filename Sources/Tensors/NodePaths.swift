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
    /// Nodes that follow each other and each of which sees the first of them to itself, and nothing
    /// else: whole sequences, as far as no earlier one shares a node with them.
    let chains: [Range<Int>]

    /// - Parameters:
    ///   - sequences: each one's nodes from the first token to the last.
    ///   - nodeCount: all nodes belong to at least one sequence.
    public init(sequences: [[Int]], nodeCount: Int) {
        var nodes: [UInt32] = []
        var starts = [Int](repeating: -1, count: nodeCount)
        var counts = [Int](repeating: 0, count: nodeCount)
        var chains: [Range<Int>] = []
        for sequence in sequences {
            let start = nodes.count
            let isNew = sequence.allSatisfy { $0 < nodeCount && starts[$0] < 0 }
            if isNew, let first = sequence.first,
                sequence.elementsEqual(first..<first + sequence.count)
            {
                chains.append(first..<first + sequence.count)
            }
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
        self.chains = chains.sorted { $0.lowerBound < $1.lowerBound }
    }

    public var nodeCount: Int { starts.count }

    func path(of node: Int) -> ArraySlice<UInt32> {
        nodes[starts[node]..<starts[node] + counts[node]]
    }
}
