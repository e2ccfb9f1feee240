package import Trials

/// A whole chain on its way into a node: what is known is passed over, and where the chain has more
/// work than the node's, it takes its place.
package struct ChainIntake<Rules: ChainRules> {
    private let node: ChainNode<Rules>
    package private(set) var newBlockCount = 0
    /// Of the deepest reorganisation.
    package private(set) var depthMax = 0
    package private(set) var refusals: [Refusal] = []

    package init(_ node: ChainNode<Rules>) {
        self.node = node
    }

    /// Blocks that are stored together.
    private static var blockCountPerCommit: Int { 256 }

    /// Takes the blocks from genesis on, as far as they hold. **Throws:** ``StoreError``.
    package mutating func take(
        _ blocks: [[UInt8]], clockSeconds: Int, onBlocks: (Int) -> Void = { _ in }
    ) throws(StoreError) {
        // Without the guard a chain stands on our genesis, whatever it begins with itself.
        if node.rules.guards.has(CommonGuards.genesis), !(blocks.first.map(isGenesis) ?? false) {
            refusals = [
                Refusal(index: 0, by: CommonGuards.genesis, message: "another genesis")
            ]
            return
        }
        var parent = node.entryID(atHeight: 0)
        var done = 1
        while done < blocks.count, refusals.isEmpty {
            let part = Array(blocks[done..<min(done + Self.blockCountPerCommit, blocks.count)])
            let (submissions, last) = try node.submit(
                part, on: parent, clockSeconds: clockSeconds)
            for submission in submissions { note(submission) }
            parent = last
            done += part.count
            onBlocks(done)
        }
    }

    private func isGenesis(_ bytes: [UInt8]) -> Bool {
        (try? node.rules.block(bytes)).map(node.rules.isGenesis) ?? false
    }

    private mutating func note(_ submission: Submission) {
        switch submission {
        case .extended, .kept: newBlockCount += 1
        case .reorganised(let depth):
            newBlockCount += 1
            depthMax = max(depthMax, depth)
        case .known: break
        case .orphan: preconditionFailure("a block on none that is known")
        case .refused(let found): refusals += found
        }
    }
}
