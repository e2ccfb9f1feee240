internal import Cryptography
internal import HybridChain

/// An update of a slot's deltas with a false result, and what a liar signs under it.
struct ForgedUpdate {
    let body: [UInt8]
    let acknowledgement: HybridAcknowledgement
    /// A block that carries it under this one acknowledgement.
    let block: HybridBlock?

    /// Nil where the node has too few deltas for an update.
    init?(at node: HybridNode, index: UInt16, key: Ed25519PrivateKey) {
        let rules = node.rules
        let ground = rules.updateGround(on: node.tree.head, slot: node.slot)
        guard let made = try? rules.updates.made(of: node.slotDeltas, ground) else { return nil }
        let right = made.update
        let update = HybridUpdate(
            network: right.network, slot: right.slot, parent: right.parent, base: right.base,
            deltaIDs: right.deltaIDs, weightsHash: right.weightsHash.map { ~$0 })
        let one = HybridAcknowledgement(
            network: rules.network, slot: node.slot, updateID: update.id, index: index,
            signedBy: key)
        body = update.bytes
        acknowledgement = one
        block = rules.built(
            BlockParts(update: (update.bytes, made.aggregate), acknowledgements: [one]),
            on: node.tree.main, slot: node.slot, proposer: index, key: key)
    }

    /// The messages that spread it.
    var messages: [[UInt8]] {
        [
            HybridMessage(.update, body).bytes,
            HybridMessage(.acknowledgement, acknowledgement.bytes).bytes,
        ] + [block].compactMap(\.self).map { HybridMessage(.block, $0.bytes).bytes }
    }
}
