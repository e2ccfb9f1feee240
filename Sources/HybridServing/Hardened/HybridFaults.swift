package import Cryptography
package import HybridChain

/// Signed messages that an honest validator never makes, to see what comes of them.
package struct HybridFaults {
    private let rules: HybridRules
    private let index: UInt16
    private let key: Ed25519PrivateKey

    /// Nil for a key of no validator.
    package init?(_ rules: HybridRules, key: Ed25519PrivateKey) {
        guard let index = rules.genesis.validators.firstIndex(where: { $0.key == key.publicKey })
        else { return nil }
        self.rules = rules
        self.index = UInt16(index)
        self.key = key
    }

    /// Two votes for one epoch: goods of the kind ``HybridMessage/Kind/vote``.
    package func votes(in state: HybridState) -> [HybridMessage] {
        let source = state.finality.highest
        return [UInt8(0), 1].map { number in
            let target = HybridCheckpoint(
                epoch: source.epoch &+ 1, root: HybridDomain.digest("network", [number]))
            let vote = HybridVote(
                network: rules.network, link: HybridLink(source: source, target: target),
                index: index, signedBy: key)
            return HybridMessage(.vote, vote.bytes)
        }
    }

    /// An acknowledgement of another update than any, in a slot.
    package func acknowledgement(slot: UInt64, _ number: UInt8) -> HybridMessage {
        acknowledgement(of: HybridDomain.digest("update", [number]), slot: slot)
    }

    private func acknowledgement(of id: [UInt8], slot: UInt64) -> HybridMessage {
        let one = HybridAcknowledgement(
            network: rules.network, slot: slot, updateID: id, index: index, signedBy: key)
        return HybridMessage(.acknowledgement, one.bytes)
    }

    /// Two acknowledgements of a slot, as evidence: whoever signed them shows them itself.
    package func acknowledgements(slot: UInt64) -> [HybridMessage] {
        let pair = [UInt8(0), 1].map { acknowledgement(slot: slot, $0).body }
        return [evidence(.acknowledgements, pair)]
    }

    private func evidence(_ kind: HybridEvidence.Kind, _ pair: [[UInt8]]) -> HybridMessage {
        HybridMessage(
            .evidence, HybridEvidence(kind, first: pair[0], second: pair[1]).bytes)
    }

    /// Two headers of a slot on a parent, as evidence. They have no work: equivocation needs none.
    package func headers(slot: UInt64, on parent: HybridTip) -> [HybridMessage] {
        let pair = [UInt8(0), 1].map { number -> [UInt8] in
            let before = HybridHeader.bytesBeforeNonce(
                network: rules.network, number: parent.number &+ 1, slot: slot,
                parent: parent.hash, proposer: index, updateID: HybridHeader.noUpdate,
                roots: HybridHeader.Roots(certificate: [], evidence: [], votes: []),
                stateRoot: HybridDomain.digest("state", [number]))
            let nonce = UInt64(number).hybridBytes
            let hash = HybridDomain.digest("block", before + nonce)
            return before + nonce + HybridDomain.signature("proposal", hash, by: key)
        }
        return [evidence(.headers, pair)]
    }

    /// An update of deltas that claims other weights than they make, and its acknowledgement.
    ///
    /// - Parameter deltas: of the ground's slot and weights, by rising validator.
    package func wrongUpdate(_ deltas: [HybridDelta], _ ground: UpdateGround) -> [HybridMessage] {
        let update = HybridUpdate(
            network: rules.network, slot: ground.slot, parent: ground.parent, base: ground.base,
            deltaIDs: deltas.map(\.id), weightsHash: ground.base)
        return deltas.map { HybridMessage(.delta, $0.bytes) } + [
            HybridMessage(.update, update.bytes),
            acknowledgement(of: update.id, slot: ground.slot),
        ]
    }
}
