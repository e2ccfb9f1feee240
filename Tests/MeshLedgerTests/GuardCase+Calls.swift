import Cryptography
import MeshLedger
import MeshNetwork
import Trials

/// Attempts by single calls: senders, money, heartbeats.
extension GuardCase {
    private static let coin = LedgerBench.coin
    private static let wallet = LedgerBench.wallet
    private static let founders = LedgerBench.founders
    private static let newcomers = LedgerBench.newcomers
    private static let million = 1_000_000

    private static func genesis(
        wallets: [MeshSigner], founders: [MeshSigner]
    ) -> MeshGenesis {
        let base = LedgerBench.genesis()
        let genesis = MeshGenesis(
            parameters: base.parameters, beacon: base.beacon, owner: base.owner, pot: base.pot,
            allocations: wallets.map { .init(key: $0.key, units: 1_000 * coin) },
            founders: founders.map { .init(key: $0.key, units: 100 * coin) })
        guard let genesis else { preconditionFailure("a genesis of good constants") }
        return genesis
    }

    static let senders: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.size) { bench in
            let entries = (0..<1_700).map { number in
                ScoredKey(key: founders[0].key, score: UInt64(number))
            }
            let proposals = [entries, Array(entries.dropLast())].map { entries in
                bench.signed(
                    .propose(epoch: 0, root: bench.ledger.chain, entries: entries),
                    by: founders[0])
            }
            return bench.tryCall(
                .twoCalls(first: proposals[0], second: proposals[1]), by: wallet)
        },
        GuardCase(
            stoppedBy: MeshLedgerGuards.slotCalls,
            genesis: genesis(
                wallets: (0..<129).map { LedgerBench.signer("wallet \($0)") }, founders: founders)
        ) { bench in
            let wallets = (0..<129).map { LedgerBench.signer("wallet \($0)") }
            for sender in wallets.prefix(128) {
                for _ in 0..<16 {
                    try bench.send(.transfer(to: wallet.key, units: million), by: sender)
                }
            }
            return bench.tryCall(.transfer(to: wallet.key, units: million), by: wallets[128])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.senderCalls) { bench in
            for _ in 0..<16 {
                try bench.send(.transfer(to: founders[0].key, units: million), by: wallet)
            }
            return bench.tryCall(.transfer(to: founders[0].key, units: million), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.account) { bench in
            bench.tryCall(
                .heartbeat(bench.heartbeat(founders[0])), by: LedgerBench.stranger)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.nonce) { bench in
            let bytes = bench.signed(.transfer(to: founders[0].key, units: million), by: wallet)
            try bench.take(bytes)
            return bench.refuse(bytes)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.signature) { bench in
            var bytes = bench.signed(
                .transfer(to: LedgerBench.stranger.key, units: 10_000 * coin - million),
                by: wallet)
            bytes[bytes.count - 40] ^= 1
            return bench.refuse(bytes)
        },
    ]

    static let money: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.units) { bench in
            bench.tryCall(.addStake(units: 0), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.transferLeast) { bench in
            bench.tryCall(.transfer(to: LedgerBench.stranger.key, units: 5), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.toSelf) { bench in
            bench.tryCall(.transfer(to: wallet.key, units: million), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.balance) { bench in
            bench.tryCall(.register(units: 1_000_000 * coin), by: newcomers[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.stake) { bench in
            bench.tryCall(.register(units: 100 * coin - 1), by: newcomers[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.stakeHeld) { bench in
            bench.tryCall(.withdraw(units: 1_000_000 * coin), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.registered) { bench in
            bench.tryCall(.addStake(units: coin), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.registerOnce) { bench in
            try bench.send(.register(units: 100 * coin), by: newcomers[0])
            return bench.tryCall(.register(units: 100 * coin), by: newcomers[0])
        },
        GuardCase(
            stoppedBy: MeshLedgerGuards.registryFull,
            genesis: genesis(
                wallets: [wallet],
                founders: (0..<1_024).map { LedgerBench.signer("founder \($0)") })
        ) { bench in bench.tryCall(.register(units: 100 * coin), by: wallet) },
        GuardCase(stoppedBy: MeshLedgerGuards.reputation) { bench in
            let guilty = newcomers[0]
            try bench.send(.register(units: 100 * coin), by: guilty)
            try bench.send(
                .twoRecords(
                    first: bench.heartbeat(guilty), second: bench.heartbeat(guilty, value: [1])),
                by: wallet)
            return bench.tryCall(.register(units: 100 * coin), by: guilty)
        },
    ]

    static let heartbeats: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.epoch) { bench in
            try bench.advance(toPlace: 2)
            return bench.tryCall(
                .commit(epoch: 1, hash: bench.ledger.chain), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.heartbeatKind) { bench in
            let record = MeshRecord(
                .init(kind: .commit, epoch: 0, slot: 0, expiry: 1, value: []), by: founders[0],
                network: bench.ledger.genesis.parameters.network)
            return bench.tryCall(.heartbeat(record), by: wallet)
        },
        GuardCase(stoppedBy: MeshLedgerGuards.heartbeatWindow) { bench in
            // FRK-2: the verifiers have committed to a list, and now it is another one.
            try bench.beat(Array(founders.dropLast()))
            let late = bench.heartbeat(founders[3])
            try bench.advance(toPlace: 2)
            try bench.commit(founders[0], [1, 2, 3])
            return bench.tryCall(.heartbeat(late), by: founders[3])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.heartbeatPeer) { bench in
            bench.tryCall(.heartbeat(bench.heartbeat(newcomers[0])), by: newcomers[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.heartbeatOnce) { bench in
            try bench.beat([founders[0]])
            return bench.tryCall(
                .heartbeat(bench.heartbeat(founders[0], sequence: 7)), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.heartbeatSequence) { bench in
            try bench.send(
                .heartbeat(bench.heartbeat(founders[0], sequence: 7)), by: founders[0])
            try bench.advance(toEpoch: 1)
            return bench.tryCall(
                .heartbeat(bench.heartbeat(founders[0], sequence: 7)), by: founders[0])
        },
        GuardCase(stoppedBy: MeshLedgerGuards.heartbeatSignature) { bench in
            var bytes = bench.heartbeat(founders[0]).bytes
            bytes[bytes.count - 1] ^= 1
            guard let record = MeshRecord(bytes: bytes) else { return "no record" }
            return bench.tryCall(.heartbeat(record), by: wallet)
        },
    ]
}
