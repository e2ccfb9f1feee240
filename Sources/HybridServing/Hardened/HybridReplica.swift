package import HybridChain
internal import Trials

/// A client's own copy of a chain: it judges every block that a served node tells it of, and
/// believes nothing else.
package final class HybridReplica {
    private static let server = Source(1)
    private static let clock = LogicalClock(milliseconds: 0)
    /// Exchanges of one call.
    private static let exchangeCountMax = 1 << 14

    package let node: HybridNode

    package init(genesis: HybridGenesis) {
        node = HybridNode(genesis: genesis)
    }

    /// Catches up with a served node.
    ///
    /// - Parameter post: posts a message to the node's `gossip`, and hands out the answer's body.
    /// **Throws:** ``Refusal`` of a block of the node, and what `post` throws.
    package func follow(_ post: ([UInt8]) throws -> [UInt8]) throws {
        var waiting = [HybridMessage(.head, node.tree.head.hash).bytes]
        for _ in 0..<Self.exchangeCountMax {
            guard let message = waiting.popLast() else { return }
            guard let answers = HybridFrames.messages(try post(message)) else {
                throw Refusal(
                    index: nil, by: HybridGuards.encoding, message: "expected messages of a node")
            }
            for answer in answers {
                // The node may ask in its turn: a replica has nothing for it.
                guard let heard = HybridMessage(bytes: answer),
                    [.head, .bundles].contains(heard.kind)
                else { continue }
                let reply = try node.submit(
                    answer, to: HybridSurfaces.gossip, from: Self.server, at: Self.clock)
                if let refusal = reply.refusals.first { throw refusal }
                waiting += reply.messages.filter { $0.target == Self.server }.map(\.bytes)
            }
        }
    }
}
