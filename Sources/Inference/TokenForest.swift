/// Token sequences as nodes: one for each token and position, or, where prefixes are shared, one
/// for each different beginning.
///
/// A node's activations follow from the tokens up to it and nothing else, so that sequences that
/// begin alike may share their first nodes.
struct TokenForest {
    /// Each node's token and its position in its sequence.
    private(set) var ids: [Int32] = []
    private(set) var positions: [Int] = []
    /// Each sequence's nodes from its first token to its last.
    private(set) var sequences: [[Int]] = []

    private struct Step: Hashable {
        /// −1 before the first token.
        let parent: Int
        let id: Int32
    }

    init(_ batch: [[Int32]], sharesPrefixes: Bool) {
        var known: [Step: Int] = [:]  // looked up, never iterated
        for sequence in batch {
            var nodes: [Int] = []
            nodes.reserveCapacity(sequence.count)
            for (position, id) in sequence.enumerated() {
                let step = Step(parent: nodes.last ?? -1, id: id)
                if sharesPrefixes, let node = known[step] {
                    nodes.append(node)
                    continue
                }
                let node = ids.count
                ids.append(id)
                positions.append(position)
                known[step] = node
                nodes.append(node)
            }
            sequences.append(nodes)
        }
    }
}
