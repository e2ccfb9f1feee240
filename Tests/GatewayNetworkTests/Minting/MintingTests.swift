import BigInt
import Foundation
import GatewayNetwork
import TestSupport
import Testing
import Trials

@Suite("Minting, batch by batch")
struct MintingTests {
    @Test("An epoch of 250 payouts is minted in three batches, each once, in order")
    func threeBatches() throws {
        let bench = try MintBench(nodeCount: 250)
        let ledger = try bench.ledger()
        try bench.fill(ledger)
        let snapshot = try bench.agreed(ledger).snapshot
        var machine = bench.machine
        #expect(ledger.stage(ofEpoch: "1") == .quorate)
        #expect(
            try MintMachine.planned(snapshot, bench.token.token).map(\.payoutCount)
                == [100, 100, 50])
        for index in 0..<3 {
            let call = try machine.next(epoch: "1", of: ledger, bench.token.token)
            #expect(ledger.stage(ofEpoch: "1") == .minting(batch: index))
            // The next is not sent before this one is confirmed.
            #expect(
                refusal { try machine.next(epoch: "1", of: ledger, bench.token.token) }
                    == GatewayGuards.batchOrder)
            #expect(try bench.submit(call).isAccepted)
        }
        try machine.confirm(epoch: "1", of: ledger, bench.token.token)
        #expect(ledger.stage(ofEpoch: "1") == .minted)
        #expect(
            refusal { try machine.next(epoch: "1", of: ledger, bench.token.token) }
                == GatewayGuards.epochMinted)
        #expect(
            refusal { try machine.next(epoch: "2", of: ledger, bench.token.token) }
                == GatewayGuards.quorum)
        #expect(bench.token.token.supply == 1_000_000)
        for payout in snapshot.payouts {
            #expect(bench.token.token.balance(of: payout.address) == payout.amount)
        }
        #expect(bench.token.token.batches.map(\.index) == [0, 1, 2])
        // Without the guard, a batch goes out again; the token knows better.
        let again = try machine.next(
            epoch: "1", of: ledger, bench.token.token,
            guards: .all.without(GatewayGuards.epochMinted))
        #expect(try bench.submit(again).refusals.map(\.by) == [GatewayGuards.batchOnce])
    }

    @Test("A batch that failed goes again under its id; a lost confirmation pays nothing twice")
    func again() throws {
        let bench = try MintBench(nodeCount: 101)
        let ledger = try bench.ledger()
        try bench.fill(ledger)
        _ = try bench.agreed(ledger)
        var machine = bench.machine
        func next() throws -> [UInt8] {
            try machine.next(epoch: "1", of: ledger, bench.token.token)
        }
        let call = try next()
        let id = try #require(machine.pending)
        machine.noteFailure(of: "another")
        #expect(machine.pending == id)
        // It never arrived.
        machine.noteFailure(of: id)
        #expect(try next() == call)
        #expect(machine.pending == id)
        // It arrived, and nobody heard of it.
        #expect(try bench.submit(call).isAccepted)
        machine.noteFailure(of: id)
        #expect(try bench.submit(call).refusals.map(\.by) == [GatewayGuards.batchOnce])
        let second = try next()
        #expect(second != call)
        #expect(try bench.submit(second).isAccepted)
        #expect(bench.token.token.supply == 1_000_000)
    }

    @Test("After a restart at any point the token's record decides, and every node is paid once")
    func restarts() throws {
        let bench = try MintBench(nodeCount: 101)
        let folder = try TemporaryFolder(inMemory: true)
        let start = folder.path + "/start.db"
        func agree() throws -> AgreedSnapshot {
            let ledger = try bench.ledger(path: start)
            try bench.fill(ledger)
            return try bench.agreed(ledger)
        }
        let agreed = try agree()
        for crashes in [0b0001, 0b0010, 0b0100, 0b1000, 0b1111] {
            let path = folder.path + "/token \(crashes).db"
            let ledgerPath = folder.path + "/ledger \(crashes).db"
            try FileManager.default.copyItem(atPath: start, toPath: ledgerPath)
            var token: TokenSystem? = try bench.newToken(at: path)
            var ledger: GatewaySystem?
            var machine = bench.machine
            func restart() throws {
                (token, ledger) = (nil, nil)
                token = try bench.reopened(path)
                ledger = try GatewaySystem(
                    parameters: bench.parameters, openingAt: ledgerPath)
                machine = bench.machine
            }
            try restart()
            for step in 0..<2 {
                let call = try machine.next(
                    epoch: "1", of: #require(ledger), #require(token?.token))
                // A crash before the call is sent, or behind it.
                if crashes >> (2 * step) & 1 == 1 { try restart() }
                let resent =
                    machine.pending == nil
                    ? try machine.next(epoch: "1", of: #require(ledger), #require(token?.token))
                    : call
                #expect(resent == call)
                _ = try token?.submit(resent, to: .token, from: Source(1), at: bench.clock)
                if crashes >> (2 * step + 1) & 1 == 1 { try restart() }
            }
            try machine.confirm(epoch: "1", of: #require(ledger), #require(token?.token))
            #expect(ledger?.stage(ofEpoch: "1") == .minted)
            let (digest, head) = (token?.stateDigest, token?.head)
            try restart()
            #expect(token?.token.supply == 1_000_000)
            for payout in agreed.snapshot.payouts {
                #expect(token?.token.balance(of: payout.address) == payout.amount)
            }
            #expect(token?.stateDigest == digest)
            #expect(token?.head == head)
            #expect(ledger?.stage(ofEpoch: "1") == .minted)
        }
    }

    @Test("A dry run says what a real run does, and changes nothing")
    func dryRun() throws {
        let bench = try MintBench(nodeCount: 250)
        let agreed = try bench.agreed()
        let digest = bench.token.stateDigest
        let calls = (0..<3).map { bench.call(agreed, $0) }
        let dry = bench.token.dryRun(calls, from: Source(1), at: bench.clock)
        #expect(dry.refusal == nil)
        #expect(dry.token.supply == 1_000_000)
        #expect(bench.token.stateDigest == digest)
        #expect(bench.token.token.supply == 0)
        #expect(bench.token.signatureVerificationCount == 0)
        for call in calls { #expect(try bench.submit(call).isAccepted) }
        #expect(bench.token.token.batches == dry.token.batches)
        #expect(
            bench.token.token.balances.map(\.address) == dry.token.balances.map(\.address))
        let again = bench.token.dryRun(calls, from: Source(1), at: bench.clock)
        #expect(again.refusal?.by == GatewayGuards.batchOnce)
    }

    @Test("Less than more than two thirds of the weight mints nothing, nor do votes of others")
    func quorum() throws {
        let bench = try MintBench()
        let snapshot = try bench.agreed().snapshot
        let outsider = ReceiptIdentity(seed: "stranger")
        let (first, second, third) = (bench.validators[0], bench.validators[1], bench.validators[2])
        var tooFew = [
            try bench.certificate(snapshot, by: []),
            try bench.certificate(snapshot, by: [first, second]),
            try bench.certificate(snapshot, by: [first, second, second]),
            try bench.certificate(snapshot, by: [first, second, third, third]),
            try bench.certificate(snapshot, by: [first, second, outsider]),
            try bench.certificate(snapshot, by: [first, second, third, outsider]),
        ]
        // A vote of another round, and one for another snapshot.
        let good = try bench.certificate(snapshot, by: bench.validators).entries
        tooFew.append(
            VoteCertificate(
                entries: good.dropLast() + [
                    .init(validator: third.key, round: 1, signature: good[2].signature)
                ]))
        let other = snapshot.paying(snapshot.payouts.reversed())
        tooFew.append(try bench.certificate(other, by: bench.validators))
        for certificate in tooFew {
            let call = bench.call(
                AgreedSnapshot(snapshot: snapshot, certificate: certificate), 0)
            let reply = try bench.submit(call)
            #expect(reply.refusals.map(\.by) == [GatewayGuards.mintQuorum])
        }
        #expect(bench.token.token.supply == 0)
    }

    @Test("What validators never agreed to costs the token one verification at most")
    func cost() throws {
        let bench = try MintBench(validatorCount: 40)
        let agreed = try bench.agreed()
        let bad = TokenBuilder.signed(mint: bench.unsigned(agreed), by: MintBench.other)
        for number in 0..<100 {
            let reply = try bench.submit(bad.bytes, from: Source(7))
            #expect(!reply.isAccepted)
            let most =
                min(number + 1, GatewayLimits.wastedCountMax)
                * GatewayLimits.verificationCountPerRefusalMax
            #expect(bench.token.signatureVerificationCount <= most)
        }
        #expect(try bench.submit(bench.call(agreed, 0), from: Source(8)).isAccepted)
        let count = bench.token.signatureVerificationCount
        // A replay is refused before anything is verified.
        for _ in 0..<100 { _ = try bench.submit(bench.call(agreed, 0), from: Source(8)) }
        #expect(bench.token.signatureVerificationCount == count)
    }

    @Test("A paused token mints nothing and goes on where it was")
    func pause() throws {
        let bench = try MintBench(nodeCount: 101)
        let agreed = try bench.agreed()
        #expect(try bench.submit(bench.call(agreed, 0)).isAccepted)
        #expect(try bench.submit(bench.pause(true, round: 0), .pause).isAccepted)
        #expect(
            try bench.submit(bench.call(agreed, 1)).refusals.map(\.by) == [GatewayGuards.paused])
        #expect(try bench.submit(bench.pause(false, round: 1), .pause).isAccepted)
        #expect(try bench.submit(bench.call(agreed, 1)).isAccepted)
        #expect(bench.token.token.supply == 1_000_000)
    }

    /// The guard that stopped something; nil if nothing did.
    private func refusal(_ body: () throws -> [UInt8]) -> Guard? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? Refusal)?.by
        }
    }
}
