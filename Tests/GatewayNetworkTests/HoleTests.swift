import BigInt
import Encodings
import GatewayNetwork
import PublishedGateways
import TestSupport
import Testing
import Trials

@Suite("The holes of the published gateway network")
struct HoleTests {
    /// Takes the same thing to both profiles.
    private func both(
        _ by: Guard, _ surface: Surface, _ make: (Bench) throws -> [UInt8]
    ) throws -> Bench {
        let hardened = try Bench(.hardened)
        let refused = try hardened.send(try make(hardened), surface)
        #expect(refused.refusals.map(\.by) == [by])
        let published = try Bench(.published)
        let taken = try published.send(try make(published), surface)
        #expect(taken.isAccepted, "\(taken.refusals)")
        return published
    }

    @Test("An unknown key makes two receipts with one id")
    func unknownKey() throws {
        let bench = try both(GatewayGuards.unknownField, .receipt) { bench in
            var receipt = try bench.sign(bench.plain("s"))
            receipt["admin"] = "true"
            return receipt.bytes
        }
        #expect(try bench.system.receipts[0].id == bench.builder.id(bench.plain("s")))
    }

    @Test("Negative tokens mint more than the total")
    func negativeTokens() throws {
        let bench = try both(GatewayGuards.tokenRange, .receipt) {
            try $0.receipt("s", node: 1, tokens: -9)
        }
        _ = try bench.taken(bench.send(bench.receipt("t", node: 0, tokens: 10), .receipt))
        _ = try bench.taken(
            bench.send(bench.builder.settlement(epoch: "1", total: 1_000).bytes, .settlement))
        #expect(bench.system.balance(of: Bench.address(0)) > 1_000)
        #expect(bench.system.balance(of: Bench.address(1)) < 0)
    }

    @Test("A claimed id makes one receipt count again and again")
    func claimedID() throws {
        let bench = try both(GatewayGuards.receiptID, .receipt) { bench in
            _ = try bench.send(try bench.receipt("s"), .receipt)
            var receipt = try bench.sign(bench.plain("s"))
            receipt["receipt_id"] = "\"again\""
            return receipt.bytes
        }
        #expect(bench.system.receipts.count == 2)
    }

    @Test("A quorum is never asked for")
    func quorum() throws {
        let bench = try both(GatewayGuards.quorum, .settlement) { bench in
            try bench.fill()
            return bench.builder.settlement(try bench.snapshot()).bytes
        }
        #expect(bench.system.minted > 0 && bench.system.tallies.isEmpty)
    }

    @Test("An epoch is paid again")
    func again() throws {
        let bench = try both(GatewayGuards.epochOnce, .settlement) { bench in
            try bench.settle()
            return bench.builder.settlement(bench.system.settlements[0].snapshot).bytes
        }
        #expect(bench.system.settlements.count == 2)
        #expect(bench.system.settlements[0].payouts == bench.system.settlements[1].payouts)
    }

    @Test("One validator counts once for every spelling of its key")
    func spellings() throws {
        let bench = try both(GatewayGuards.keyForm, .vote) { bench in
            try bench.fill()
            let snapshot = try bench.snapshot()
            let one = Bench.validators[0]
            _ = try bench.taken(bench.send(bench.vote(snapshot, 0), .vote))
            return try bench.builder.signed(
                vote: bench.builder.vote(snapshot, validator: respelled(one.key), round: 1),
                validator: one
            ).bytes
        }
        #expect(bench.system.tallies[0].weight == 2)
        for spelling in [" " + Bench.validators[0].key, "\u{2d}" + Bench.validators[0].key + "AA"] {
            let vote = bench.builder.vote(try bench.snapshot(), validator: spelling)
            let signed = try bench.builder.signed(vote: vote, validator: Bench.validators[0])
            #expect(try bench.send(signed.bytes, .vote).isAccepted)
        }
        #expect(bench.system.tallies[0].weight == 4)
    }

    @Test("A stored receipt may say something else tomorrow")
    func storedBody() throws {
        func change(_ bench: Bench) throws -> [UInt8] {
            try bench.fill()
            return try bench.store(rows: { rows in
                let old = String(
                    decoding: Base64Text.bytes(canonical: rows[0][1]) ?? [], as: UTF8.self)
                let new = old.replacing("\"output_tokens\":5,", with: "\"output_tokens\":5000000,")
                return [[rows[0][0], Base64Text.text(of: Array(new.utf8)), rows[0][2], rows[0][3]]]
                    + rows.dropFirst()
            })
        }
        let bench = try both(GatewayGuards.receiptID, .store, change)
        #expect(bench.system.receipts[0].outputTokensText == "5000000")
    }

    @Test("Tokens that are no number end all settlements")
    func poison() throws {
        for value in ["\"5\"", "NaN", "null", "1e999"] {
            let bench = try Bench(.published)
            try bench.fill()
            var receipt = bench.plain("poison")
            receipt["output_tokens"] = value
            #expect(try bench.send(bench.sign(receipt).bytes, .receipt).isAccepted)
            let reply = try bench.send(
                bench.builder.settlement(epoch: "1", total: 1_000).bytes, .settlement)
            #expect(reply.refusals.map(\.by) == [GatewayGuards.verifierCrash], "\(value)")
            #expect(reply.died)
            let hardened = try Bench(.hardened)
            var other = hardened.plain("poison")
            other["output_tokens"] = value
            #expect(try !hardened.send(hardened.sign(other).bytes, .receipt).isAccepted)
        }
    }

    @Test("Strangers' receipts are taken, and a vote for any root by anybody")
    func strangers() throws {
        let bench = try both(GatewayGuards.gatewayRegistered, .receipt) { bench in
            var receipt = bench.plain("s")
            receipt["gateway_pubkey"] = RawObject.text(Bench.outsider.key)
            return try bench.builder.signed(
                receipt, gateway: Bench.outsider, node: Bench.nodes[0]
            ).bytes
        }
        let vote = RawObject([
            ("root", "\"anything\""), ("validator", RawObject.text(Bench.outsider.key)),
        ])
        let signed = try bench.builder.signed(vote: vote, validator: Bench.outsider)
        #expect(try bench.send(signed.bytes, .vote).isAccepted)
        #expect(bench.system.isQuorate(epoch: "", root: "anything"))
    }

    @Test("Published payouts are CPython's, float by float")
    func payouts() throws {
        for (total, tokens, paid) in SettlementVectors.all {
            let bench = try Bench(.published)
            for (place, receipt) in tokens.enumerated() {
                _ = try bench.taken(
                    bench.send(
                        bench.receipt("s-\(place)", node: receipt.0, tokens: receipt.1), .receipt))
            }
            _ = try bench.taken(
                bench.send(bench.builder.settlement(epoch: "e", total: total).bytes, .settlement))
            let got = (0..<3).map { bench.system.balance(of: Bench.address($0)) }
            #expect(got == paid.map { BigInt($0) }, "\(total) \(tokens)")
        }
    }
}
