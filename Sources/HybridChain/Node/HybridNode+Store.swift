package import Trials

/// The bytes of a node's disk: what its validator signed last, and its blocks with their deltas.
///
/// **Layout:** `glyphlab-hybrid-store/1` and a line feed ‖ network 32 ‖ ``SigningRecord`` 40 ‖
/// (u32 length ‖ ``HybridBundle``)… in the order in which the blocks were taken.
extension HybridNode {
    private static let mark = Array("glyphlab-hybrid-store/1\n".utf8)

    /// The bytes before the blocks.
    package var storeHead: [UInt8] { Self.mark + rules.network + record.bytes }

    package var storeDocument: [UInt8] {
        storeHead + tree.order.compactMap { bundle($0)?.bytes.hybridPart }.flatMap { $0 }
    }

    /// Starts again from a disk: every block is judged as if it came in now, the chain must lead
    /// through the head that the node had, and nothing that was signed may be forgotten.
    ///
    /// **Throws:** ``Refusal`` by `store`, which leaves the node as it was.
    package func restore(_ bytes: [UInt8]) throws(Refusal) {
        let guards = rules.guards
        try guards.require(
            bytes.count <= HybridNodeLimits.storeByteCountMax, HybridGuards.store,
            "expected at most \(HybridNodeLimits.storeByteCountMax) bytes, got \(bytes.count)")
        var reader = HybridReader(bytes)
        let isOurs = reader.fixed(Self.mark.count) == Self.mark && reader.fixed(32) == rules.network
        try guards.require(isOurs, HybridGuards.store, "expected a store of this network")
        let stored = SigningRecord(&reader)
        try guards.require(
            stored.covers(record), HybridGuards.store,
            "expected all that the validator signed to be noted")
        let restored = HybridTree(rules)
        let contents = try Self.take(&reader, into: restored)
        try guards.require(
            reader.isExact, HybridGuards.store, "expected whole blocks, got a part of one")
        let had = tree.head
        try guards.require(
            restored.main.ancestor(had.hash) != nil, HybridGuards.store,
            "expected a chain through block \(had.number), which the node had")
        begin(from: restored, contents, stored)
    }

    /// Judges the blocks of a store. **Result:** the deltas of each, in their order.
    private static func take(
        _ reader: inout HybridReader, into tree: HybridTree
    ) throws(Refusal) -> [(hash: [UInt8], deltas: [[UInt8]])] {
        var contents: [(hash: [UInt8], deltas: [[UInt8]])] = []
        while reader.leftByteCount > 0 {
            let bundle = HybridBundle(bytes: reader.part())
            let block = HybridBlock(bytes: bundle.block)
            let beside = bundle.contents
            do throws(Refusal) {
                try tree.take(block) { beside[$0] }
                contents.append((block.hash, bundle.deltas))
            } catch {
                try tree.rules.guards.require(
                    false, HybridGuards.store, "block \(contents.count + 1): \(error.description)")
                break
            }
        }
        return contents
    }

    private func begin(
        from other: HybridTree, _ contents: [(hash: [UInt8], deltas: [[UInt8]])],
        _ stored: SigningRecord
    ) {
        tree = other
        record = stored
        blockDeltas = [:]
        deltas = DeltaStore()
        for (hash, blockContents) in contents {
            blockDeltas[hash] = blockContents
            for content in blockContents { deltas.take(content) }
        }
        votes = VotePool()
        evidence = []
        watch = EquivocationWatch()
        parked = []
        wanted = []
        round = nil
        book = SlotBook(
            ground: rules.updateGround(on: tree.head, slot: slot),
            state: rules.state(on: tree.head, slot: slot))
    }
}
