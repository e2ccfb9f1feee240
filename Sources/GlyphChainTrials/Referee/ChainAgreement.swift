package import Cryptography
package import Scenarios

/// The comparison of several nodes' chains, block by block.
package enum ChainAgreement {
    /// - Parameter nodes: for each node its main chain's blocks, from genesis on, and its state.
    package static func finding(_ nodes: [(blocks: [[UInt8]], state: Digest)]) -> Finding {
        let (blocks, state) = nodes[0]
        for (number, node) in nodes.enumerated() {
            let pairs = zip(blocks, node.blocks)
            if let height = Array(pairs).firstIndex(where: { $0 != $1 }) {
                return .violated("node \(number) has another block at height \(height)")
            }
            guard node.blocks.count == blocks.count else {
                return .violated(
                    "node \(number) has height \(node.blocks.count - 1), node 0 "
                        + "\(blocks.count - 1)")
            }
            guard node.state == state else {
                return .violated("node \(number) makes another state of the same blocks")
            }
        }
        return .intact("\(nodes.count) nodes hold one chain of height \(blocks.count - 1)")
    }
}
