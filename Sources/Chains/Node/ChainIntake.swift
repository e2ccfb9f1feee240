package import Trials

/// An import of a whole chain into a node: known blocks are passed over, and a chain with more work
/// than the node's takes its place.
package struct ChainIntake<Rules: ChainRules> {
    private let node: ChainNode<Rules>
    package private(set) var newBlockCount = 0
    /// The number of blocks that the deepest reorganisation took back.
    package private(set) var depthMax = 0
    package private(set) var refusals: [Refusal] = []

    package init(_ node: ChainNode<Rules>) {
        self.node = node
    }

    /// The number of blocks that are stored in one transaction.
    private static var blockCountPerCommit: Int { 256 }

    /// Takes the blocks from genesis on, as far as they hold. **Throws:** ``StoreError``.
    package mutating func take(
        _ blocks: [[UInt8]], clockSeconds: Int, onBlocks: (Int) -> Void = { _ in }
    ) throws(StoreError) {
        // Without the guard, the chain's first block is passed over, whatever it is.
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
        case .orphan: preconditionFailure("the block below is not known")
        case .refused(let found): refusals += found
        }
    }
}
