import HybridChain
import Trials

extension LedgerWorld {
    /// Two headers of a slot, by one proposer.
    func twoHeaders(slot: UInt64, proposer: Int, signer: Int? = nil) throws -> HybridEvidence {
        let first = try block(slot: slot, proposer: proposer, signer: signer)
        let other = try resealed(
            first, at: 210, [UInt8](repeating: 9, count: 32), signer: signer ?? proposer)
        return HybridEvidence(.headers, first: first.header.bytes, second: other.header.bytes)
    }

    /// Takes two blocks, the second of which slashes a validator for two headers.
    func slashValidator(_ index: Int) throws {
        let evidence = try twoHeaders(slot: 1, proposer: index)
        try take(block(slot: 1))
        try take(block(slot: 2, BlockParts(evidence: [evidence])))
    }

    /// Evidence of a wrong update: by default, of one whose loss rises.
    func wrongUpdate(
        by index: Int, signer: Int? = nil, doesHarm: Bool = true, on parent: HybridTip? = nil
    ) throws -> HybridEvidence {
        let deltas = try honestDeltas(slot: 1, on: parent, doesHarm: doesHarm)
        let body = try update(of: deltas, slot: 1, on: parent).body
        return HybridEvidence(
            .wrongUpdate,
            first: acknowledgement(of: body, slot: 1, by: index, signer: signer).bytes,
            second: body, deltas: deltas.map(\.bytes))
    }

    /// A block with evidence whatever its worth.
    func accusing(_ items: [HybridEvidence]) throws -> HybridBlock {
        try block(slot: head.slot + 1, BlockParts(evidence: items))
    }

    func changed(
        _ evidence: HybridEvidence, kind: UInt8? = nil, first: [UInt8]? = nil,
        second: [UInt8]? = nil, deltas: [[UInt8]]? = nil
    ) -> HybridEvidence {
        HybridEvidence(
            kindByte: kind ?? evidence.kindByte, first: first ?? evidence.first,
            second: second ?? evidence.second, deltas: deltas ?? evidence.deltas)
    }
}

extension LedgerCase {
    static let evidence: [LedgerCase] = [
        .block(HybridGuards.evidenceKind) { world in
            let one = try world.twoHeaders(slot: 1, proposer: 6)
            return try world.accusing([world.changed(one, kind: 7)])
        },
        .block(HybridGuards.evidenceSize) { world in
            let one = try world.twoHeaders(slot: 1, proposer: 6)
            return try world.accusing([world.changed(one, deltas: [[1]])])
        },
        .block(HybridGuards.evidenceNetwork) { world in
            let other = try LedgerWorld(name: "another ledger")
            let deltas = try other.honestDeltas(slot: 1)
            let bodies = try [deltas, Array(deltas.dropLast())].map {
                try other.update(of: $0, slot: 1).body
            }
            // What validator 6 of this network signed on another one.
            let pieces = bodies.map { body in
                HybridAcknowledgement(
                    network: other.network, slot: 1, updateID: HybridUpdate(bytes: body).id,
                    index: 6, signedBy: world.keys[6]
                ).bytes
            }
            return try world.accusing([
                HybridEvidence(.acknowledgements, first: pieces[0], second: pieces[1])
            ])
        },
        .block(HybridGuards.evidenceSame) { world in
            let one = try world.twoHeaders(slot: 1, proposer: 6)
            return try world.accusing([world.changed(one, second: one.first)])
        },
        .block(HybridGuards.evidenceNotConflicting) { world in
            let blocks = try [UInt64(1), 2].map { try world.block(slot: $0, proposer: 6) }
            return try world.accusing([
                HybridEvidence(
                    .headers, first: blocks[0].header.bytes, second: blocks[1].header.bytes)
            ])
        },
        .block(HybridGuards.evidenceSignature) { world in
            try world.accusing([world.twoHeaders(slot: 1, proposer: 6, signer: 0)])
        },
        LedgerCase(HybridGuards.evidenceValidator) { guards in
            // Nobody's key stands under the index, so that the signature's guard must be out, too.
            let lax = guards.without(HybridGuards.evidenceSignature)
            let world = try LedgerWorld(
                Guards.all.without(HybridGuards.evidenceSignature, HybridGuards.evidenceValidator))
            let one = try world.twoHeaders(slot: 1, proposer: 77)
            return try world.verdict(world.accusing([one]), lax)
        },
        .block(HybridGuards.evidenceUpdate) { world in
            let wrong = try world.wrongUpdate(by: 6)
            let right = try world.wrongUpdate(by: 6, doesHarm: false)
            return try world.accusing([world.changed(wrong, first: right.first)])
        },
        .block(HybridGuards.evidenceParent) { world in
            // Right on another fork, wrong on this one.
            let fork = try world.take(world.block(slot: 1))
            let other = try world.take(
                world.block(slot: 1, proposer: 1, on: HybridTip(world.genesis)))
            let loser = world.head.hash == fork.hash ? other : fork
            let place = try unwrap(world.tree.tip(loser.hash))
            return try world.accusing([world.wrongUpdate(by: 6, doesHarm: false, on: place)])
        },
        .block(HybridGuards.evidenceDeltas) { world in
            let right = try world.wrongUpdate(by: 6, doesHarm: false)
            let swapped = right.deltas.map { Array($0.dropLast()) + [$0[$0.count - 1] ^ 1] }
            return try world.accusing([world.changed(right, deltas: swapped)])
        },
        .block(HybridGuards.evidenceNotWrong) { world in
            try world.accusing([world.wrongUpdate(by: 6, doesHarm: false)])
        },
        .block(HybridGuards.slashedOnce) { world in
            try world.slashValidator(6)
            let again = try world.twoHeaders(slot: 1, proposer: 6)
            // Built by hand: an honest builder leaves it out whatever its guards.
            return try world.withEvidence([again], slot: 3)
        },
    ]
}

extension LedgerWorld {
    /// An empty block with evidence that its builder did not judge; its state is that of a node
    /// which takes all of it.
    func withEvidence(_ items: [HybridEvidence], slot: UInt64) throws -> HybridBlock {
        let plain = try block(slot: slot)
        let bytes = HybridEvidenceList.bytes(of: items)
        let sealed = try resealed(plain, at: 146, HybridDomain.digest("evidence", bytes))
        return HybridBlock(
            header: sealed.header, update: [], certificate: plain.certificate, evidence: bytes,
            votes: plain.votes)
    }

    /// A block with these votes, after empty ones up to a slot.
    func voting(_ votes: [HybridVote], slot: UInt64) throws -> HybridBlock {
        try block(slot: slot, BlockParts(votes: votes))
    }

    /// Blocks up to slot 4 without votes; then a link from the genesis to epoch 1.
    func link(toSlot slot: UInt64 = 4) throws -> HybridLink {
        while head.slot < slot { try take(block(slot: head.slot + 1)) }
        return HybridLink(source: checkpoint(0), target: checkpoint(1))
    }
}

extension LedgerCase {
    static let votes: [LedgerCase] = [
        .block(HybridGuards.votesSize) { world in
            let plain = try world.block(slot: 1)
            let bytes = plain.votes + [0]
            let sealed = try world.resealed(plain, at: 178, HybridDomain.digest("votes", bytes))
            return HybridBlock(
                header: sealed.header, update: [], certificate: plain.certificate,
                evidence: plain.evidence, votes: bytes)
        },
        .block(HybridGuards.validator) { world in
            try world.slashValidator(6)
            let link = try world.link()
            return try world.voting([world.vote(link, by: 6)], slot: 5)
        },
        .block(HybridGuards.source) { world in
            _ = try world.link(toSlot: 8)
            let link = HybridLink(source: world.checkpoint(1), target: world.checkpoint(2))
            return try world.voting([world.vote(link, by: 1)], slot: 9)
        },
        .block(HybridGuards.epochOrder) { world in
            let first = try world.link()
            try world.take(
                world.voting([0, 2, 3, 4, 5].map { world.vote(first, by: $0) }, slot: 5))
            let link = HybridLink(source: world.checkpoint(1), target: world.checkpoint(1))
            // A validator without a vote before, so that nothing else is in its way.
            return try world.voting([world.vote(link, by: 1)], slot: 6)
        },
        .block(HybridGuards.finalised) { world in
            let link = try world.link()
            try world.take(
                world.voting((0..<6).map { world.vote(link, by: $0) }, slot: 5))
            _ = try world.link(toSlot: 8)
            let next = HybridLink(source: world.checkpoint(1), target: world.checkpoint(2))
            try world.take(
                world.voting((0..<6).map { world.vote(next, by: $0) }, slot: 9))
            return try world.voting([world.vote(link, by: 6)], slot: 10)
        },
        .block(HybridGuards.targetFuture) { world in
            _ = try world.link(toSlot: 3)
            let link = HybridLink(
                source: world.checkpoint(0),
                target: HybridCheckpoint(epoch: 1, root: world.head.hash))
            return try world.voting([world.vote(link, by: 1)], slot: 4)
        },
        .block(HybridGuards.targetRoot) { world in
            let link = try world.link()
            let other = HybridCheckpoint(epoch: 1, root: world.genesis.tip)
            return try world.voting(
                [world.vote(HybridLink(source: link.source, target: other), by: 1)], slot: 5)
        },
        .block(HybridGuards.voteSignature) { world in
            let link = try world.link()
            return try world.voting([world.vote(link, by: 1, signer: 2)], slot: 5)
        },
        .block(HybridGuards.voteOnce) { world in
            let link = try world.link(toSlot: 8)
            let later = HybridLink(source: link.source, target: world.checkpoint(2))
            try world.take(world.voting([world.vote(later, by: 1)], slot: 9))
            let inner = (0..<5).map { world.vote(link, by: $0 == 1 ? 5 : $0) }
            try world.take(world.voting(inner, slot: 10))
            // From epoch 1, which is justified now, to the epoch that it voted for from epoch 0.
            let second = HybridLink(source: world.checkpoint(1), target: world.checkpoint(2))
            return try world.voting([world.vote(second, by: 1)], slot: 11)
        },
        LedgerCase(HybridGuards.duplicate) { guards in
            // The second time it also conflicts with the first, whose target it has.
            let lax = guards.without(HybridGuards.voteOnce)
            let world = try LedgerWorld(
                Guards.all.without(HybridGuards.voteOnce, HybridGuards.duplicate))
            let link = try world.link()
            let vote = world.vote(link, by: 1)
            return try world.verdict(world.voting([vote, vote], slot: 5), lax)
        },
    ]
}
