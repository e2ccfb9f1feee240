internal import Trials

/// A client's own copy of a chain: it judges every block that a served node tells it of, and
/// believes nothing else.
package final class LearningReplica {
    private static let server = Source(1)
    private static let clock = LogicalClock(milliseconds: 0)

    package let system: LearningSystem

    /// - Parameter genesis: the network's file.
    package init(genesis: LearningGenesis) {
        system = LearningSystem(genesis: genesis, data: [])
    }

    /// Catches up with a served node.
    ///
    /// - Parameter post: posts a message to the node's `gossip`, and hands out the answer's body.
    /// **Throws:** ``Refusal`` of a block or message of the node, and what `post` throws.
    package func follow(_ post: ([UInt8]) throws -> [UInt8]) throws {
        var waiting = [LearningMessage.tip(system.tree.head).bytes]
        while let message = waiting.popLast() {
            let head = system.tree.head.hash
            for answer in LearningMessage.messages(ofLines: try post(message)) {
                let heard = try system.hear(
                    LearningMessage(answer, system.rules.guards), Self.server, Self.clock)
                waiting += heard.filter { $0.target == Self.server }.map(\.bytes)
            }
            // Only what moved the head can be followed by more.
            if system.tree.head.hash != head {
                waiting = [LearningMessage.tip(system.tree.head).bytes]
            }
        }
    }
}
