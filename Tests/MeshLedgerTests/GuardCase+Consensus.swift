import MeshLedger
import MeshNetwork
import Trials

/// Attempts on scores, proposals, attestations and evidence.
extension GuardCase {
    private static let coin = LedgerBench.coin
    private static let wallet = LedgerBench.wallet
    private static let founders = LedgerBench.founders
    private static let newcomers = LedgerBench.newcomers
    private static let one = UInt64(FixedPoint.one)

    /// A commit to `committed` by the first founder, and a reveal at a place.
    private static func revealing(
        _ bench: LedgerBench, committed: [UInt64], revealed: [UInt64], at place: UInt64 = 10
    ) throws -> String? {
        try bench.beat(founders)
        try bench.advance(toPlace: 2)
        try bench.commit(founders[0], committed)
        try bench.advance(toPlace: place)
        return bench.tryCall(
            .reveal(epoch: 0, salt: LedgerBench.salt(founders[0]), scores: revealed),
            by: founders[0])
    }

    static let scores: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.verifierClass) { bench in
            try bench.send(.register(units: 200 * coin), by: newcomers[0])
            try bench.advance(toEpoch: 1)
            try bench.advance(toPlace: 2)
            return bench.tryCall(
                .commit(epoch: 1, hash: bench.ledger.chain), by: newcomers[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.commitWindow) { bench in
            // TIM-2: the first place after the window.
            try bench.advance(toPlace: 10)
            return bench.tryCall(.commit(epoch: 0, hash: bench.ledger.chain), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.commitOnce) { bench in
            try bench.advance(toPlace: 9)
            try bench.commit(founders[0], [])
            return bench.tryCall(.commit(epoch: 0, hash: bench.ledger.chain), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.revealWindow) { bench in
            try revealing(
                bench, committed: [1, 2, 3, 4], revealed: [1, 2, 3, 4], at: 12)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.revealOnce) { bench in
            if let refusal = try revealing(
                bench, committed: [1, 2, 3, 4], revealed: [1, 2, 3, 4])
            {
                return "not even once: \(refusal)"
            }
            return bench.tryCall(
                .reveal(
                    epoch: 0, salt: LedgerBench.salt(founders[0]), scores: [1, 2, 3, 4]),
                by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.revealCommit) { bench in
            try revealing(bench, committed: [1, 2, 3, 4], revealed: [1, 2, 3, 5])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.revealCount) { bench in
            try revealing(bench, committed: [1, 2, 3], revealed: [1, 2, 3])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.scoreRange) { bench in
            try revealing(bench, committed: [one + 1, 0, 0, 0], revealed: [one + 1, 0, 0, 0])
        },
    ]

    /// A proposal by the elected validator, changed.
    private static func proposing(
        _ bench: LedgerBench, at place: UInt64 = 13, by other: Bool = false,
        root: [UInt8]? = nil,
        _ change: ([ScoredKey]) -> [ScoredKey] = { $0 }
    ) throws -> String? {
        try bench.beat(founders)
        try bench.advance(toPlace: place)
        guard let snapshot = bench.ledger.state.epoch.snapshot, let elected = bench.elected,
            let rival = founders.first(where: { $0.key != elected.key })
        else { return "no snapshot" }
        let body = MeshCallBody.propose(
            epoch: 0, root: root ?? snapshot.root, entries: change(snapshot.entries))
        return bench.tryCall(body, by: other ? rival : elected)
    }

    static let proposals: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.proposalWindow) { try proposing($0, at: 16) },
        GuardCase(stoppedBy: MeshLedgerGuards.elected) { try proposing($0, by: true) },
        GuardCase(stoppedBy: MeshLedgerGuards.proposalOnce) { bench in
            try bench.proposeHonestly()
            guard let elected = bench.elected, let body = bench.ledger.expectedProposal else {
                return "no proposal"
            }
            return bench.tryCall(body, by: elected)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.snapshotRoot) { bench in
            try proposing(bench, root: bench.ledger.chain)
        },
        // LED-2: a key twice, and the others' shares are smaller.
        GuardCase(stoppedBy: MeshLedgerGuards.idsRising) { bench in
            try proposing(bench) { $0 + $0.prefix(1) }
        },
        // LED-3: score 0 for rivals.
        GuardCase(stoppedBy: MeshLedgerGuards.scoresExact) { bench in
            try proposing(bench) { entries in
                entries.map { entry in
                    ScoredKey(
                        key: entry.key, score: entry.key == founders[0].key ? entry.score : 0)
                }
            }
        },
    ]

    static let attestations: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.proposalKnown) { bench in
            try bench.proposeHonestly()
            let other = founders.first { $0.key != bench.elected?.key } ?? founders[0]
            return bench.tryCall(.attest(epoch: 0, proposal: bench.ledger.chain), by: other)
        },
        // QRM-1: Idle peers are counted among the attestations and not among the validators.
        GuardCase(stoppedBy: MeshLedgerGuards.attesterClass) { bench in
            try bench.proposeWithIdlePeers()
            return bench.tryCall(bench.attestation, by: newcomers[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.emergencyMember) { bench in
            try bench.failEpoch()
            let members = founders[0..<3].map(\.key).sorted()
            try bench.send(.emergency(lastEpoch: 1, members: members), by: LedgerBench.owner)
            try bench.proposeHonestly()
            return bench.tryCall(bench.attestation, by: founders[3])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.attestOnce) { bench in
            try bench.proposeHonestly()
            guard let elected = bench.elected else { return "nobody elected" }
            return bench.tryCall(bench.attestation, by: elected)
        },
        // QRM-2: everybody agrees on nothing; the attempt is that nobody may say so.
        GuardCase(stoppedBy: MeshLedgerGuards.emptyAttestable) { bench in
            try bench.advance(toPlace: 13)
            try bench.propose()
            for node in founders where node.key != bench.elected?.key {
                _ = bench.tryCall(bench.attestation, by: node)
            }
            try bench.advance(toEpoch: 1)
            return bench.ledger.state.hasFailed ? nil : MeshLedgerGuards.emptyAttestable.name
        },
    ]

    static let evidence: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.evidencePair) { bench in
            let same = bench.attestations(founders[0], 1, 1)
            return bench.tryCall(.twoCalls(first: same[0], second: same[1]), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.evidenceAge) { bench in
            let two = bench.attestations(founders[0], 1, 2)
            try bench.advance(toEpoch: 2)
            return bench.tryCall(.twoCalls(first: two[0], second: two[1]), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.evidenceOnce) { bench in
            let two = bench.attestations(founders[0], 1, 2)
            try bench.send(.twoCalls(first: two[0], second: two[1]), by: wallet)
            return bench.tryCall(.twoCalls(first: two[1], second: two[0]), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.evidenceSignature) { bench in
            var two = bench.attestations(founders[0], 1, 2)
            two[1][two[1].count - 1] ^= 1
            return bench.tryCall(.twoCalls(first: two[0], second: two[1]), by: wallet)
        },
    ]

    private static func naming(
        _ bench: LedgerBench, lastEpoch: UInt64, count: Int = 3,
        by signer: MeshSigner = LedgerBench.owner
    ) -> String? {
        let members = founders[0..<count].map(\.key).sorted()
        return bench.tryCall(.emergency(lastEpoch: lastEpoch, members: members), by: signer)
    }

    static let emergencies: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.owner) { bench in
            try bench.failEpoch()
            return naming(bench, lastEpoch: 1, by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.emergencyDue) { naming($0, lastEpoch: 0) },
        GuardCase(stoppedBy: MeshLedgerGuards.emergencyLength) { bench in
            try bench.failEpoch()
            return naming(bench, lastEpoch: 4)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.emergencyMembers) { bench in
            try bench.failEpoch()
            return naming(bench, lastEpoch: 3, count: 2)
        },
    ]
}
