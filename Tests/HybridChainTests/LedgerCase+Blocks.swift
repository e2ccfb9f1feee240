import HybridChain
import Trials

extension HybridBlock {
    /// The same parts below a header that somebody changed and signed again.
    func with(_ header: HybridHeader) -> HybridBlock {
        HybridBlock(
            header: header, update: update, certificate: certificate, evidence: evidence,
            votes: votes)
    }
}

extension LedgerWorld {
    /// A block whose header is changed at an offset, and then sealed and signed again.
    func resealed(
        _ block: HybridBlock, at offset: Int, _ bytes: [UInt8], signer: Int = 0
    ) throws -> HybridBlock {
        var before = Array(block.header.bytes.prefix(242))
        before.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        guard let header = rules.sealed(before, key: keys[signer % keys.count]) else {
            throw Refusal(index: nil, by: HybridGuards.work, message: "no nonce")
        }
        return block.with(header)
    }
}

extension LedgerCase {
    static let headers: [LedgerCase] = [
        .block(HybridGuards.encoding) { HybridBlock(bytes: try $0.block(slot: 1).bytes + [0]) },
        .block(HybridGuards.size) { world in
            // An acknowledgement of what is no update at all, and more than a block may hold.
            let body = [UInt8](repeating: 1, count: HybridLimits.blockByteCountMax)
            let one = HybridEvidence(
                .wrongUpdate, first: world.acknowledgement(of: body, slot: 1, by: 6).bytes,
                second: body)
            let block = world.rules.built(
                BlockParts(evidence: [one]), on: world.tree.main, slot: 1, proposer: 0,
                key: world.keys[0], evidenceByteCountMax: .max)
            return try unwrap(block)
        },
        .block(HybridGuards.network) { world in
            try world.resealed(world.block(slot: 1), at: 0, [UInt8](repeating: 1, count: 32))
        },
        .block(HybridGuards.parent) { world in
            try world.resealed(world.block(slot: 1), at: 48, [UInt8](repeating: 1, count: 32))
        },
        .block(HybridGuards.number) { world in
            try world.resealed(world.block(slot: 1), at: 32, UInt64(2).hybridBytes)
        },
        .block(HybridGuards.slot) { world in
            try world.take(world.block(slot: 3))
            return try world.block(slot: 3)
        },
        .block(HybridGuards.slotJump) { try $0.block(slot: 65) },
        .block(HybridGuards.proposer) { world in
            try world.slashValidator(6)
            return try world.block(slot: 3, proposer: 6)
        },
        .block(HybridGuards.work) { world in
            let block = try world.block(slot: 1)
            let before = Array(block.header.bytes.prefix(242))
            for nonce in UInt64(0)..<64 {
                let header = HybridHeader(bytes: before + nonce.hybridBytes)
                let hash = HybridDomain.digest("block", before + nonce.hybridBytes)
                guard world.genesis.target.lexicographicallyPrecedes(hash) else { continue }
                return block.with(
                    HybridHeader(
                        bytes: header.bytes
                            + HybridDomain.signature("proposal", hash, by: world.keys[0])))
            }
            return block
        },
        .block(HybridGuards.proposalSignature) { try $0.block(slot: 1, signer: 1) },
        .block(HybridGuards.roots) { world in
            let block = try world.block(slot: 1)
            // Content beside an update id of zeros.
            return HybridBlock(
                header: block.header, update: [1], certificate: block.certificate,
                evidence: block.evidence, votes: block.votes)
        },
        .block(HybridGuards.state) { world in
            try world.resealed(world.block(slot: 1), at: 210, [UInt8](repeating: 1, count: 32))
        },
        .block(HybridGuards.forkChoice) { world in
            try world.advance(toSlot: 10)
            let old = try world.tree.tip(Self.unwrap(world.tree.order.first))
            return try world.block(slot: 11, on: Self.unwrap(old))
        },
    ]

    static func unwrap<Value>(_ value: Value?) throws -> Value {
        guard let value else {
            throw Refusal(index: nil, by: Guard("test"), message: "expected a value")
        }
        return value
    }

    // MARK: Certificates and updates

    /// A block of slot 1 with an honest update and these acknowledgements.
    private static func certified(
        _ world: LedgerWorld,
        _ acknowledgements: (_ body: [UInt8]) throws -> [HybridAcknowledgement]
    ) throws -> HybridBlock {
        let update = try world.honestUpdate(slot: 1)
        return try world.block(
            slot: 1,
            BlockParts(update: update, acknowledgements: acknowledgements(update.body)))
    }

    /// A block with another certificate, sealed again.
    private static func certificate(
        _ world: LedgerWorld, _ block: HybridBlock, _ bytes: [UInt8]
    ) throws -> HybridBlock {
        let sealed = try world.resealed(block, at: 114, HybridDomain.digest("acks", bytes))
        return HybridBlock(
            header: sealed.header, update: block.update, certificate: bytes,
            evidence: block.evidence, votes: block.votes)
    }

    static let certificates: [LedgerCase] = [
        .block(HybridGuards.certSize) { world in
            let block = try certified(world) { world.quorum(of: $0, slot: 1) }
            return try certificate(world, block, block.certificate + [0])
        },
        .block(HybridGuards.emptyAcks) { world in
            let one = world.acknowledgement(of: [], slot: 1, by: 0)
            return try certificate(
                world, world.block(slot: 1), HybridCertificate.bytes(of: [one]))
        },
        .block(HybridGuards.ackOrder) { world in
            try certified(world) { body in
                let all = world.quorum(of: body, slot: 1)
                return Array(all.prefix(4)) + [all[0]]
            }
        },
        .block(HybridGuards.ackMember) { world in
            try world.slashValidator(6)
            let update = try world.honestUpdate(slot: 3)
            let signers = [0, 1, 2, 3, 6]
            return try world.block(
                slot: 3,
                BlockParts(
                    update: update,
                    acknowledgements: signers.map {
                        world.acknowledgement(of: update.body, slot: 3, by: $0)
                    }))
        },
        .block(HybridGuards.quorum) { world in
            // The published half: 4 of 7.
            try certified(world) { Array(world.quorum(of: $0, slot: 1).prefix(4)) }
        },
        .block(HybridGuards.ackSignature) { world in
            try certified(world) { body in
                (0..<5).map { world.acknowledgement(of: body, slot: 1, by: $0, signer: 0) }
            }
        },
    ]

    /// A block of slot 1 with an update under a full certificate.
    private static func updated(
        _ world: LedgerWorld, _ update: (body: [UInt8], aggregate: Aggregate)
    ) throws -> HybridBlock {
        try world.block(
            slot: 1,
            BlockParts(
                update: update, acknowledgements: world.quorum(of: update.body, slot: 1)))
    }

    static let updates: [LedgerCase] = [
        .block(HybridGuards.updateFields) { world in
            var update = try world.honestUpdate(slot: 1)
            update.body.replaceSubrange(32..<40, with: UInt64(2).hybridBytes)
            return try updated(world, update)
        },
        .block(HybridGuards.lossGate) { world in
            let deltas = try world.honestDeltas(slot: 1, doesHarm: true)
            return try updated(world, world.update(of: deltas, slot: 1))
        },
        .block(HybridGuards.krumCount) { world in
            let deltas = Array(try world.honestDeltas(slot: 1).prefix(4))
            return try updated(world, world.update(of: deltas, slot: 1))
        },
        .block(HybridGuards.deltaOrder) { world in
            let deltas = try world.honestDeltas(slot: 1)
            return try updated(world, world.update(of: deltas.reversed(), slot: 1))
        },
        .block(HybridGuards.deltaSignature) { world in
            let honest = try world.honestDeltas(slot: 1)
            let forged = honest.map { delta in
                HybridDelta(
                    network: delta.network, slot: delta.slot, base: delta.base, index: delta.index,
                    factors: delta.factors, signedBy: world.keys[0])
            }
            return try updated(world, world.update(of: forged, slot: 1))
        },
    ]
}
