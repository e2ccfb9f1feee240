import BigInt
import GatewayNetwork
import Testing
import Trials

/// Two gateways, each with a ledger of its own, and one token.
@Suite("An epoch is minted in one way only")
struct OneWayTests {
    /// Two snapshots of epoch 1, to each of which all validators agreed: first at one gateway, then
    /// in a later round at another, whose ledger has other receipts.
    private func agreedTwice(
        _ bench: MintBench
    ) throws -> (first: GatewaySystem, second: GatewaySystem) {
        let (first, second) = (try bench.ledger(), try bench.ledger())
        try bench.fill(first, session: "first")
        try bench.fill(second, session: "second", tokens: 900)
        _ = try bench.agreed(first, round: 0)
        _ = try bench.agreed(second, round: 1)
        return (first, second)
    }

    @Test("Both gateways are quorate, and the hole is there: either could be minted")
    func bothQuorate() throws {
        for which in 0..<2 {
            let bench = try MintBench()
            let gateways = try agreedTwice(bench)
            #expect(gateways.first.stage(ofEpoch: "1") == .quorate)
            #expect(gateways.second.stage(ofEpoch: "1") == .quorate)
            let agreed = try #require(
                (which == 0 ? gateways.first : gateways.second).agreed(epoch: "1"))
            #expect(try bench.submit(bench.call(agreed, 0)).isAccepted)
        }
    }

    @Test("Whatever the order of all calls, one root has the epoch, and each node one payment")
    func everyOrder() throws {
        // Two roots of two batches each: all orders of the four calls, each sent twice over.
        let bench = try MintBench(nodeCount: 101)
        let gateways = try agreedTwice(bench)
        let roots = [
            try #require(gateways.first.agreed(epoch: "1")),
            try #require(gateways.second.agreed(epoch: "1")),
        ]
        let calls = roots.flatMap { [bench.call($0, 0), bench.call($0, 1)] }
        for order in Self.orders(4) {
            let token = try TokenSystem(
                parameters: bench.parameters, minter: MintBench.minter.key)
            for place in order + order {
                _ = try token.submit(calls[place], to: .token, from: Source(1), at: bench.clock)
            }
            let winner = order.first { $0 == 0 || $0 == 2 } == 0 ? roots[0] : roots[1]
            #expect(token.token.supply == 1_000_000)
            #expect(Set(token.token.batches.map(\.root)) == [winner.snapshot.root])
            #expect(token.token.batches.map(\.index) == [0, 1])
            for payout in winner.snapshot.payouts {
                #expect(token.token.balance(of: payout.address) == payout.amount)
            }
        }
    }

    @Test("The gateway whose root came second is told so, and so is its next epoch")
    func superseded() throws {
        let bench = try MintBench()
        let (first, second) = try agreedTwice(bench)
        var (machine, late) = (bench.machine, bench.machine)
        let call = try machine.next(epoch: "1", of: first, bench.token.token)
        // The other gateway asked before it could know.
        let lateCall = try late.next(epoch: "1", of: second, bench.token.token)
        #expect(try bench.submit(call).isAccepted)
        #expect(try bench.submit(lateCall).refusals.map(\.by) == [GatewayGuards.batchOnce])
        late.noteFailure(of: late.pending ?? "")
        #expect(refusal(&late, "1", second, bench) == GatewayGuards.batchOnce)
        // What came behind the root that lost cannot be minted, either: it would pay again.
        try bench.fill(second, session: "more")
        let next = try bench.agreed(second, epoch: 2)
        #expect(refusal(&late, "2", second, bench) == GatewayGuards.batchOrder)
        #expect(
            try bench.submit(bench.call(next, 0)).refusals.map(\.by)
                == [GatewayGuards.batchOrder])
        // The gateway that was minted goes on.
        try bench.fill(first, session: "more")
        _ = try bench.agreed(first, epoch: 2)
        let onward = try machine.next(epoch: "2", of: first, bench.token.token)
        #expect(try bench.submit(onward).isAccepted)
        #expect(bench.token.token.supply == 2_000_000)
    }

    @Test("Without the guards that bind an epoch, the second root is minted on top")
    func withoutGuards() throws {
        let bench = try MintBench(without: [GatewayGuards.batchOnce])
        let gateways = try agreedTwice(bench)
        for gateway in [gateways.first, gateways.second] {
            let agreed = try #require(gateway.agreed(epoch: "1"))
            #expect(try bench.submit(bench.call(agreed, 0)).isAccepted)
        }
        #expect(bench.token.token.supply == 2_000_000)
    }

    @Test("An epoch that a gateway left half minted can be finished by any other, from the record")
    func finished() throws {
        let bench = try MintBench(nodeCount: 250)
        let agreed = try bench.agreed()
        #expect(bench.token.unfinishedCall == nil)
        #expect(try bench.submit(bench.call(agreed, 0)).isAccepted)
        while let last = bench.token.unfinishedCall {
            let builder = TokenBuilder(parameters: bench.parameters)
            let call = try builder.call(behind: last, minter: MintBench.minter)
            #expect(try bench.submit(call.bytes, from: Source(9)).isAccepted)
        }
        #expect(bench.token.token.batches.map(\.index) == [0, 1, 2])
        #expect(bench.token.token.supply == 1_000_000)
    }

    private func refusal(
        _ machine: inout MintMachine, _ epoch: String, _ gateway: GatewaySystem,
        _ bench: MintBench
    ) -> Guard? {
        do {
            _ = try machine.next(epoch: epoch, of: gateway, bench.token.token)
            return nil
        } catch {
            return (error as? Refusal)?.by
        }
    }

    /// All orders of the numbers below `count`.
    private static func orders(_ count: Int) -> [[Int]] {
        guard count > 0 else { return [[]] }
        return orders(count - 1).flatMap { order in
            (0...order.count).map { place in
                var longer = order
                longer.insert(count - 1, at: place)
                return longer
            }
        }
    }
}
