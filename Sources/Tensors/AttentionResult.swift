/// The result of a layer's attention: outputs, and the rows of probabilities that were wanted.
public struct AttentionResult: Sendable, Equatable {
    /// Products of queries with keys and of probabilities with values, future positions left out.
    public let multiplyAddCount: Int
    /// [fullNodeCount, H · D] Q16, heads side by side.
    public var output: ActivationMatrix
    /// The wanted rows of probabilities (Q16), one after the other, from ``rowOffsets`` on.
    var rows: [Int32]
    /// The scores (Q16) at the places of their probabilities in `rows`; empty where not kept.
    var rowScores: [Int64] = []
    let rowOffsets: [Int]
    let counts: [Int]
    public var range = AttentionRange()

    /// The probabilities of a node and head, [T] Q16; zeros where they were not wanted of a node
    /// that was. **Precondition:** the node's rows were wanted.
    public func row(node: Int, head: Int) -> [Int64] {
        rows[places(node: node, head: head)].map(Int64.init)
    }

    private func places(node: Int, head: Int) -> Range<Int> {
        precondition(rowOffsets[node] >= 0, "node \(node) was not read")
        let start = rowOffsets[node] + head * counts[node]
        return start..<start + counts[node]
    }

    // MARK: Whole sequences, for observers of a pass

    /// The probabilities of a sequence, [H, T, T] Q16, future positions 0.
    ///
    /// **Precondition:** the rows of all nodes of `path` were wanted.
    public func probabilities(path: [Int], headCount: Int) -> [Int32] {
        square(path, headCount, rows, future: 0)
    }

    /// The scores of a sequence, [H, T, T] Q16, future positions masked.
    ///
    /// **Precondition:** the rows of all nodes of `path` were wanted, and their scores.
    public func scores(path: [Int], headCount: Int) -> [Int64] {
        square(path, headCount, rowScores, future: FixedPoint.maskedScore)
    }

    private func square<Element: FixedWidthInteger>(
        _ path: [Int], _ headCount: Int, _ elements: [Element], future: Element
    ) -> [Element] {
        var all: [Element] = []
        all.reserveCapacity(headCount * path.count * path.count)
        for head in 0..<headCount {
            for node in path {
                all += elements[places(node: node, head: head)]
                all += repeatElement(future, count: path.count - counts[node])
            }
        }
        return all
    }

    /// Puts other probabilities and scores, [H, T, T] each, in the place of a sequence's; future
    /// positions are left out.
    package mutating func replace(
        path: [Int], headCount: Int, scores: [Int64], probabilities: [Int64]
    ) {
        let length = path.count
        for head in 0..<headCount {
            for (position, node) in path.enumerated() where rowOffsets[node] >= 0 {
                let target = places(node: node, head: head)
                let start = (head * length + position) * length
                let source = start..<start + counts[node]
                rows.replaceSubrange(target, with: probabilities[source].lazy.map { Int32($0) })
                if !rowScores.isEmpty { rowScores.replaceSubrange(target, with: scores[source]) }
            }
        }
    }
}
