internal import Encodings
internal import PythonValues
package import Trials

/// The bytes of a node's disk: a line with the network, then a line for each block of the best
/// chain, from the first on. Nothing else on the disk counts.
extension LearningSystem {
    package var storeDocument: [UInt8] {
        var bytes = Self.storeHead(rules)
        for node in tree.main {
            if let block = node.block { bytes += block.bytes + [0x0A] }
        }
        return bytes
    }

    /// The first line of a store.
    package static func storeHead(_ rules: LearningRules) -> [UInt8] {
        CanonicalObject.bytes([
            ("format", .string("glyphlab-learning/1")),
            ("network", CanonicalObject.hex(rules.network)),
        ]) + [0x0A]
    }

    /// Starts again from a disk: every block is judged as if it came in now, and the chain must
    /// lead through the head that the node had.
    ///
    /// **Throws:** ``Refusal`` by `store`, which leaves the node as it was.
    package func restore(_ bytes: [UInt8]) throws(Refusal) {
        let restored = try Self.tree(of: bytes, rules)
        let index = tree.head.index
        try rules.guards.require(
            restored.main.count > index && restored.main[index].hash == tree.head.hash,
            LearningGuards.store, "expected a chain through block \(index), which the node had")
        begin(from: restored)
    }

    /// Starts from a tree that was judged by the same rules.
    func begin(from other: LearningTree) {
        tree = other
        pool = LearningPool(rules, tree.headTip)
        audits = [:]
        openings = []
    }

    /// The tree of a store's bytes. Without the guard, it ends before the first line that is none.
    package static func tree(
        of bytes: [UInt8], _ rules: LearningRules
    ) throws(Refusal) -> LearningTree {
        let tree = LearningTree(rules)
        let guards = rules.guards
        try guards.require(
            bytes.count <= LearningLimits.storeByteCountMax, LearningGuards.store,
            "expected at most \(LearningLimits.storeByteCountMax) bytes, got \(bytes.count)")
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        try guards.require(
            lines[0].elementsEqual(storeHead(rules).dropLast()), LearningGuards.store,
            "line 1: expected the head of this network's store")
        try guards.require(
            lines.last?.isEmpty ?? false, LearningGuards.store,
            "line \(lines.count): expected a whole line, got a part of one")
        for (number, line) in lines.enumerated().dropFirst().dropLast() {
            do throws(Refusal) {
                _ = try tree.take(LearningBlock(Array(line), guards))
            } catch {
                try guards.require(
                    false, LearningGuards.store, "line \(number + 1): \(error.description)")
                break
            }
        }
        try guards.require(
            tree.head.index == lines.count - 2, LearningGuards.store,
            "expected each line a block after the one before")
        return tree
    }
}
