import GatewayNetwork
import TestSupport
import Testing
import Trials

@Suite("The guards of a gateway network")
struct GuardTests {
    @Test("Each stops its thing, and lets it through where it is missing")
    func eachStops() throws {
        for (place, one) in GuardCase.all.enumerated() {
            let name = Comment("\(place): \(one.by.name)")
            let whole = try Bench(without: one.also)
            let bytes = try one.bytes(whole)
            let digest = whole.system.stateDigest
            let refused = try whole.send(bytes, one.surface)
            #expect(refused.refusals.map(\.by) == [one.by], name)
            #expect(refused.stateDigest == digest, name)
            let open = try Bench(without: one.also + [one.by])
            let sameBytes = try one.bytes(open)
            let taken = try open.send(sameBytes, one.surface)
            #expect(taken.isAccepted, "\(name): \(taken.refusals)")
            let changes = one.surface != .store || one.by != GatewayGuards.chainHash
            // A pull changes nothing.
            if changes, one.surface != .pull {
                #expect(taken.stateDigest != digest, name)
            }
            #expect(whole.system.guards.contains(one.by))
        }
    }

    @Test("Every guard has a case in which it alone stands in the way")
    func everyGuard() {
        // It stands between a gateway and what it calls: ServingTests.
        for one in GatewayGuards.all where one != GatewayGuards.nodeKnown {
            #expect(GuardCase.all.contains { $0.by == one }, "\(one.name)")
        }
    }

    @Test("What one source wastes is bounded, hits nobody else and is forgotten in a minute")
    func budget() throws {
        var bench = try Bench()
        let bad = try (0..<64).map { place in
            var receipt = try bench.sign(bench.plain("s-\(place)"))
            receipt["node_sig"] = receipt["gateway_sig"]
            return receipt.bytes
        }
        let reply = try bench.send(ReceiptBuilder.batch(bad), .gossip)
        #expect(reply.refusals.count == 64)
        #expect(
            bench.system.signatureVerificationCount(from: Source(1))
                <= GatewayLimits.wastedCountMax * GatewayLimits.verificationCountPerRefusalMax)
        let good = try bench.receipt("good")
        #expect(
            try bench.send(good, .receipt).refusals.map(\.by) == [GatewayGuards.sourceBudget])
        #expect(try bench.send(good, .receipt, from: Source(2)).isAccepted)
        bench.clock.advance(to: Bench.milliseconds + GatewayLimits.wastedMilliseconds)
        #expect(try bench.send(try bench.receipt("later"), .receipt).isAccepted)
    }

    @Test("A known receipt is refused before any signature is verified")
    func replayIsCheap() throws {
        let bench = try Bench()
        let receipt = try bench.receipt("s")
        _ = try bench.send(receipt, .receipt)
        let count = bench.system.signatureVerificationCount
        for _ in 0..<100 { #expect(try !bench.send(receipt, .receipt).isAccepted) }
        #expect(bench.system.signatureVerificationCount == count)
    }
}
