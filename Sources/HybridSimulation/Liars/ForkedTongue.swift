internal import Cryptography
internal import HybridChain

/// The messages of a validator that signs two things where it may sign one.
struct ForkedTongue {
    private let rules: HybridRules
    private let index: UInt16
    private let key: Ed25519PrivateKey
    private var siblings: [[UInt8]: HybridHeader] = [:]  // looked up, never iterated

    init(_ rules: HybridRules, index: UInt16, key: Ed25519PrivateKey) {
        self.rules = rules
        self.index = index
        self.key = key
    }

    /// Messages that the other half hears in the place of a message; others' goods as they are.
    mutating func other(_ bytes: [UInt8]) -> [UInt8] {
        guard let message = HybridMessage(bytes: bytes) else { return bytes }
        switch message.kind {
        case .acknowledgement: return other(HybridAcknowledgement(bytes: message.body)) ?? bytes
        case .vote: return other(HybridVote(bytes: message.body)) ?? bytes
        case .bundle: return other(HybridBundle(bytes: message.body)) ?? bytes
        default: return bytes
        }
    }

    private func flipped(_ digest: [UInt8]) -> [UInt8] { digest.map { ~$0 } }

    private func other(_ one: HybridAcknowledgement) -> [UInt8]? {
        guard one.index == index else { return nil }
        let second = HybridAcknowledgement(
            network: one.network, slot: one.slot, updateID: flipped(one.updateID), index: index,
            signedBy: key)
        return HybridMessage(.acknowledgement, second.bytes).bytes
    }

    private func other(_ vote: HybridVote) -> [UInt8]? {
        guard vote.index == index else { return nil }
        let target = HybridCheckpoint(
            epoch: vote.link.target.epoch, root: flipped(vote.link.target.root))
        let second = HybridVote(
            network: vote.network, link: HybridLink(source: vote.link.source, target: target),
            index: index, signedBy: key)
        return HybridMessage(.vote, second.bytes).bytes
    }

    /// The same block with another nonce: another hash, and as valid.
    private mutating func other(_ bundle: HybridBundle) -> [UInt8]? {
        let block = HybridBlock(bytes: bundle.block)
        guard block.header.proposer == index else { return nil }
        guard let header = siblings[block.hash] ?? sibling(block.header) else { return nil }
        siblings[block.hash] = header
        let second = HybridBlock(
            header: header, update: block.update, certificate: block.certificate,
            evidence: block.evidence, votes: block.votes)
        return HybridMessage(
            .bundle, HybridBundle(deltas: bundle.deltas, block: second.bytes).bytes
        ).bytes
    }

    private func sibling(_ header: HybridHeader) -> HybridHeader? {
        let nonce = header.nonce &+ 1
        let hashed =
            header.bytes.dropLast(Ed25519.signatureByteCount + 8) + nonce.hybridBytes
        let hash = HybridDomain.digest("block", hashed)
        guard !rules.genesis.target.lexicographicallyPrecedes(hash) else { return nil }
        return HybridHeader(
            bytes: hashed + HybridDomain.signature("proposal", hash, by: key))
    }
}
