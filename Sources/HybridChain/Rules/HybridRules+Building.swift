package import Cryptography
internal import Trials

extension HybridRules {
    /// Builds a block on a chain, with the evidence and the votes of those offered that hold there.
    ///
    /// - Parameters:
    ///   - evidenceByteCountMax: evidence beyond it is left for a later block.
    ///   - attemptCountMax: nonces that are tried.
    /// **Result:** nil where none of the attempts had the work.
    package func built(
        _ parts: BlockParts, on chain: HybridChainView, slot: UInt64, proposer: UInt16,
        key: Ed25519PrivateKey, evidenceByteCountMax: Int = 1 << 19,
        attemptCountMax: UInt64 = 1 << 24
    ) -> HybridBlock? {
        var state = state(on: chain.tip, slot: slot)
        let evidence = HybridEvidenceList.bytes(
            of: held(
                parts.evidence, &state, proposer: proposer, on: chain,
                byteCountMax: evidenceByteCountMax))
        let votes = HybridVoteList.bytes(of: held(parts.votes, &state, on: chain))
        if let update = parts.update { state.take(update.aggregate) }
        let certificate = HybridCertificate.bytes(of: parts.acknowledgements)
        let body = parts.update?.body ?? []
        let before = HybridHeader.bytesBeforeNonce(
            network: network, number: chain.tip.number &+ 1, slot: slot, parent: chain.tip.hash,
            proposer: proposer,
            updateID: parts.update == nil ? HybridHeader.noUpdate : HybridUpdate(bytes: body).id,
            roots: HybridHeader.Roots(certificate: certificate, evidence: evidence, votes: votes),
            stateRoot: state.root)
        guard let header = sealed(before, key: key, attemptCountMax: attemptCountMax) else {
            return nil
        }
        return HybridBlock(
            header: header, update: body, certificate: certificate, evidence: evidence,
            votes: votes)
    }

    /// A header of the first nonce whose hash is at most the target.
    ///
    /// - Parameter before: the 242 bytes before the nonce.
    package func sealed(
        _ before: [UInt8], key: Ed25519PrivateKey, attemptCountMax: UInt64 = 1 << 24
    ) -> HybridHeader? {
        var hasher = HybridDomain.hasher("block")
        hasher.update(before)
        for nonce in 0..<attemptCountMax {
            var attempt = hasher
            attempt.update(nonce.hybridBytes)
            let hash = attempt.finalized().bytes
            guard !genesis.target.lexicographicallyPrecedes(hash) else { continue }
            return HybridHeader(
                bytes: before + nonce.hybridBytes
                    + HybridDomain.signature("proposal", hash, by: key))
        }
        return nil
    }

    private func held(
        _ offered: [HybridEvidence], _ state: inout HybridState, proposer: UInt16,
        on chain: HybridChainView, byteCountMax: Int
    ) -> [HybridEvidence] {
        var held: [HybridEvidence] = []
        var byteCount = 0
        for evidence in offered where held.count < HybridLimits.evidenceCountMax {
            let size = evidence.bytes.count
            guard byteCount + size <= byteCountMax,
                let index = try? judge(evidence, on: chain), !state.slashed.contains(index)
            else { continue }
            state.slash(index, proposer: proposer)
            held.append(evidence)
            byteCount += size
        }
        return held
    }

    private func held(
        _ offered: [HybridVote], _ state: inout HybridState, on chain: HybridChainView
    ) -> [HybridVote] {
        var held: [HybridVote] = []
        for vote in offered where held.count < HybridLimits.validatorCountMax {
            guard (try? judge(vote, in: state, on: chain)) != nil else { continue }
            state.take(vote)
            held.append(vote)
        }
        return held
    }
}
