/// The blocks that left the best chain while a node ran, for the drawing of its forks.
///
/// **Bounds:** ``branchCountMax`` branches; the last ``tailCountMax`` blocks of the chain are
/// looked at.
package struct BranchMemory: Sendable {
    package static let branchCountMax = 6
    package static let tailCountMax = 48

    /// From the lowest to the highest.
    private var tail: [ChainPlace] = []
    /// The oldest first.
    private(set) package var branches: [NodeView.Branch] = []

    package init() {}

    /// Takes note of the best chain's last blocks.
    ///
    /// - Parameter newTail: from the lowest to the highest, one for each height.
    package mutating func note(_ newTail: [ChainPlace]) {
        let shown = Array(newTail.suffix(Self.tailCountMax))
        defer { tail = shown }
        guard let first = shown.first, let last = tail.last else { return }
        let common = tail.last { old in
            let offset = old.height - first.height
            return shown.indices.contains(offset)
                && shown[offset].hash.utf8.elementsEqual(old.hash.utf8)
        }
        guard let common, common.height < last.height else { return }
        let left = tail.filter { $0.height > common.height }.map(\.hash)
        branches.removeAll { branch in
            branch.forkHeight == common.height && branch.hashes.elementsEqual(left)
        }
        branches.append(NodeView.Branch(forkHeight: common.height, hashes: left))
        // One is added at a time.
        if branches.count > Self.branchCountMax { branches.removeFirst() }
        forgetTaken(shown)
    }

    /// Forgets the branches that became the best chain.
    private mutating func forgetTaken(_ shown: [ChainPlace]) {
        branches.removeAll { branch in
            guard let first = branch.hashes.first else { return true }
            return shown.contains { $0.hash.utf8.elementsEqual(first.utf8) }
        }
    }
}
