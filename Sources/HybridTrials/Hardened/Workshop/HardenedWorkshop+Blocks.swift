internal import Cryptography
internal import HybridChain
internal import Scenarios

extension HardenedWorkshop {
    /// The contents of a block that is made.
    struct Content {
        /// The body of an update; empty without one.
        var update: [UInt8] = []
        var acknowledgements: [[UInt8]] = []
        var votes: [[UInt8]] = []
        var evidence: [[UInt8]] = []
    }

    private static let attemptCountMax: UInt64 = 1 << 20

    /// A block on a place. **Throws:** ``StepFault`` where no nonce is found.
    func made(
        _ plan: HardenedBlockPlan, _ content: Content, on place: RefereePlace, slot: UInt64
    ) throws -> [UInt8] {
        let index = (try? parties.index(plan.proposer)) ?? 64
        let update = content.update
        var weights: [Int64]?
        if !update.isEmpty, plan.twist != .hidden {
            let ids = RefereeUpdate(update).deltaIDs
            let known = ids.compactMap { delta($0) }
            weights = rules.weights(known, on: place)?.new ?? place.state.weights
        }
        let evidence = content.evidence.map { RefereeEvidence($0) }
        let votes = content.votes.map { RefereeVote($0) }
        let state = rules.state(
            on: place, slot: slot, proposer: index, evidence: evidence, votes: votes,
            weights: weights)
        let parts = parts(plan.twist, content)
        let before = head(plan, parts, place, slot, index, state.root(rules.model))
        let header = try sealed(before, plan)
        var block = HybridBlock(
            header: header, update: parts.update, certificate: parts.certificate,
            evidence: parts.evidence, votes: parts.votes
        ).bytes
        if plan.twist == .large { block += [UInt8](repeating: 0, count: 1 << 20) }
        return block
    }

    private struct Parts {
        var update: [UInt8]
        var certificate: [UInt8]
        var evidence: [UInt8]
        var votes: [UInt8]
    }

    private func parts(_ twist: HardenedBlockPlan.Twist, _ content: Content) -> Parts {
        var acknowledgements = content.acknowledgements.map { RefereeAcknowledgement($0) }
        acknowledgements.sort { $0.index < $1.index }
        if twist == .order { acknowledgements.reverse() }
        var parts = Parts(
            update: content.update,
            certificate: RefereeBytes.of(UInt64(acknowledgements.count), 2)
                + acknowledgements.flatMap { RefereeBytes.of(UInt64($0.index), 2) + $0.signature },
            evidence: RefereeBytes.of(UInt64(content.evidence.count), 2)
                + content.evidence.flatMap { $0 },
            votes: RefereeBytes.of(UInt64(content.votes.count), 2) + content.votes.flatMap { $0 })
        switch twist {
        case .certificate: parts.certificate.append(0)
        case .evidence: parts.evidence.append(0)
        case .votes: parts.votes.append(0)
        default: break
        }
        return parts
    }

    private func head(
        _ plan: HardenedBlockPlan, _ parts: Parts, _ place: RefereePlace, _ slot: UInt64,
        _ index: UInt16, _ stateRoot: [UInt8]
    ) -> [UInt8] {
        func other(_ bytes: [UInt8], _ twist: HardenedBlockPlan.Twist) -> [UInt8] {
            plan.twist == twist ? RefereeBytes.hash("other", bytes) : bytes
        }
        let isEmpty = parts.update.isEmpty || plan.twist == .hidden
        let number = place.number + (plan.twist == .number ? 2 : 1)
        return HybridHeader.bytesBeforeNonce(
            network: other(rules.network, .network), number: number, slot: slot,
            parent: other(place.hash, .parent), proposer: index,
            updateID: isEmpty
                ? HybridHeader.noUpdate : RefereeBytes.hash("update", parts.update),
            roots: HybridHeader.Roots(
                certificate: plan.twist == .roots ? [] : parts.certificate,
                evidence: parts.evidence, votes: parts.votes),
            stateRoot: other(stateRoot, .state))
    }

    private func sealed(
        _ before: [UInt8], _ plan: HardenedBlockPlan
    ) throws -> HybridHeader {
        let first = UInt64(plan.variant) << 32
        for nonce in first..<first + Self.attemptCountMax {
            let bytes = before + RefereeBytes.of(nonce, 8)
            let hash = RefereeBytes.hash("block", bytes)
            let hasWork = !parties.genesis.target.lexicographicallyPrecedes(hash)
            guard hasWork == (plan.twist != .work) else { continue }
            return HybridHeader(
                bytes: bytes
                    + HybridDomain.signature("proposal", hash, by: parties.key(plan.signer)))
        }
        throw StepFault("no nonce")
    }
}
