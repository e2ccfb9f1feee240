internal import HybridChain

/// The judge of a history's end: it looks at what honest nodes hold, and at nothing that a node
/// says about itself.
struct HistoryReferee {
    private let honest: [HistoryActor]

    init(_ actors: [HistoryActor]) {
        honest = actors.filter(\.isHonest)
    }

    // MARK: Finality

    /// Whether any two checkpoints that honest nodes ever finalised are on different chains.
    var hasConflict: Bool {
        let checkpoints = honest.flatMap(\.finalised)
        return checkpoints.indices.contains { one in
            checkpoints[..<one].contains { other in
                !isAncestor(checkpoints[one].root, of: other.root)
                    && !isAncestor(other.root, of: checkpoints[one].root)
            }
        }
    }

    /// A block that any honest node judged.
    private func tip(_ hash: [UInt8]) -> HybridTip? {
        for actor in honest {
            if let tip = actor.node.tree.tip(hash) { return tip }
        }
        return nil
    }

    private func isAncestor(_ one: [UInt8], of other: [UInt8]) -> Bool {
        guard let above = tip(one) else { return false }
        var place = tip(other)
        while let present = place, present.number > above.number { place = tip(present.parent) }
        return place?.hash == one
    }

    // MARK: Evidence

    /// Validators that are named at the honest node that names the fewest.
    var namedCount: Int { honest.map(\.named.count).min() ?? 0 }

    /// Honest validators that any honest node names.
    var framedCount: Int {
        let named = honest.map(\.named)
        return honest.count { actor in named.contains { $0.contains(actor.index) } }
    }

    // MARK: Chains

    var hasConverged: Bool { honest.allSatisfy { $0.node.head == honest[0].node.head } }

    /// The blocks of the longest chain at an honest node, the last first.
    var blocks: [HybridBlock] {
        guard
            let actor = honest.max(by: {
                $0.node.tree.head.number < $1.node.tree.head.number
            })
        else { return [] }
        var blocks: [HybridBlock] = []
        var place: HybridTip? = actor.node.tree.head
        while let present = place, let block = actor.node.tree.block(present.hash) {
            blocks.append(block)
            place = actor.node.tree.tip(present.parent)
        }
        return blocks
    }

    /// Blocks of slots at an edge, by the edge.
    func edges(_ plan: HistoryPlan) -> [HistoryOutcome.EdgeCounts] {
        let blocks = blocks
        return TimeoutEdge.allCases.map { edge in
            var counts = HistoryOutcome.EdgeCounts()
            for block in blocks where plan.edge(block.header.slot) == edge {
                if block.header.isEmpty { counts.emptyCount += 1 } else { counts.updateCount += 1 }
            }
            return counts
        }
    }
}
