import BigInt
import Encodings
import GatewayNetwork
import PythonValues
import Trials

/// Something that one guard stops.
struct GuardCase: Sendable {
    let by: Guard
    let surface: Surface
    /// Guards that would stop it, too, if they stood.
    let also: [Guard]
    /// After what made a network ready for it.
    let bytes: @Sendable (Bench) throws -> [UInt8]

    init(
        _ by: Guard, _ surface: Surface, also: [Guard] = [],
        bytes: @escaping @Sendable (Bench) throws -> [UInt8]
    ) {
        self.by = by
        self.surface = surface
        self.also = also
        self.bytes = bytes
    }

    static let all = bytesAndFields + receipts + votes + epochs + stores + hardened + minting

    /// A receipt whose members were changed before it was signed.
    private static func changed(
        _ by: Guard, _ key: String, _ value: String?, also: [Guard] = []
    ) -> GuardCase {
        GuardCase(by, .receipt, also: also) { bench in
            var receipt = bench.plain("s")
            receipt[key] = value
            return try bench.sign(receipt).bytes
        }
    }

    static let bytesAndFields = [
        changed(
            GatewayGuards.size, "session_id",
            RawObject.text(String(repeating: "s", count: 1_000)), also: [GatewayGuards.sessionID]),
        GuardCase(
            GatewayGuards.json, .receipt, also: [GatewayGuards.canonical]
        ) { try $0.receipt("s") + [UInt8(ascii: "x")] },
        GuardCase(GatewayGuards.canonical, .receipt) {
            [UInt8(ascii: " ")] + (try $0.receipt("s"))
        },
        GuardCase(GatewayGuards.fields, .receipt) { bench in
            var receipt = bench.plain("s")
            receipt["wall_time_ms"] = nil
            return try bench.sign(receipt).bytes
        },
        GuardCase(GatewayGuards.unknownField, .receipt) { bench in
            var receipt = try bench.sign(bench.plain("s"))
            receipt["admin"] = "true"
            return receipt.bytes
        },
        GuardCase(GatewayGuards.batchSize, .gossip) { bench in
            ReceiptBuilder.batch(
                try (0...GatewayLimits.batchCountMax).map { try bench.receipt("s-\($0)") })
        },
        changed(GatewayGuards.textType, "session_id", "5"),
        changed(GatewayGuards.numberType, "output_tokens", "5.0"),
        changed(GatewayGuards.numberType, "output_tokens", "true"),
        changed(GatewayGuards.numberType, "output_tokens", "null"),
        changed(GatewayGuards.numberType, "output_tokens", "\"5\""),
        changed(
            GatewayGuards.numberType, "output_tokens", "NaN", also: [GatewayGuards.canonical]),
        changed(
            GatewayGuards.numberType, "output_tokens", "1e999", also: [GatewayGuards.canonical]),
        changed(
            GatewayGuards.keyForm, "gateway_pubkey", RawObject.text(respelled(Bench.gateway.key))),
        GuardCase(GatewayGuards.signatureForm, .receipt) { bench in
            let receipt = try bench.sign(bench.plain("s"))
            var other = receipt
            let text = (receipt["node_sig"] ?? "").filter { $0 != "\"" }
            other["node_sig"] = RawObject.text(respelled(text))
            return other.bytes
        },
    ]

    static let receipts = [
        changed(GatewayGuards.sessionID, "session_id", "\"a b\""),
        changed(GatewayGuards.sessionID, "session_id", "\"\""),
        changed(GatewayGuards.tokenRange, "output_tokens", "-1"),
        changed(GatewayGuards.tokenRange, "input_tokens", "10000001"),
        changed(GatewayGuards.wallTimeRange, "wall_time_ms", "-1"),
        changed(GatewayGuards.createdRange, "created_at", "-1"),
        changed(GatewayGuards.futureTime, "created_at", "\(Bench.milliseconds + 600_001)"),
        GuardCase(GatewayGuards.network, .receipt) { bench in
            let other = ReceiptBuilder(
                parameters: try Bench.parameters(name: "other"))
            let receipt = other.receipt(
                gateway: Bench.gateway.key, node: Bench.nodes[0].key, session: "s",
                createdMilliseconds: Bench.milliseconds)
            return try other.signed(receipt, gateway: Bench.gateway, node: Bench.nodes[0]).bytes
        },
        changed(GatewayGuards.route, "route", RawObject.text(Bench.nodes[1].key)),
        GuardCase(GatewayGuards.gatewayRegistered, .receipt) { bench in
            var receipt = bench.plain("s")
            receipt["gateway_pubkey"] = RawObject.text(Bench.outsider.key)
            return try bench.builder.signed(
                receipt, gateway: Bench.outsider, node: Bench.nodes[0]
            ).bytes
        },
        GuardCase(GatewayGuards.nodeRegistered, .receipt) { bench in
            var receipt = bench.plain("s")
            receipt["node_pubkey"] = RawObject.text(Bench.outsider.key)
            receipt["route"] = receipt["node_pubkey"]
            return try bench.builder.signed(
                receipt, gateway: Bench.gateway, node: Bench.outsider
            ).bytes
        },
        changed(GatewayGuards.receiptID, "receipt_id", "\"mine\""),
        GuardCase(GatewayGuards.duplicate, .receipt) { bench in
            let receipt = try bench.receipt("s")
            _ = try bench.send(receipt, .receipt)
            return receipt
        },
        GuardCase(GatewayGuards.sourceBudget, .receipt) { bench in
            for place in 0..<GatewayLimits.wastedCountMax {
                var receipt = try bench.sign(bench.plain("s-\(place)"))
                receipt["node_sig"] = receipt["gateway_sig"]
                _ = try bench.send(receipt.bytes, .receipt)
            }
            return try bench.receipt("s")
        },
        GuardCase(GatewayGuards.domain, .receipt) { bench in
            var receipt = try bench.sign(bench.plain("s"))
            let payload = try bench.builder.payload(receipt)
            receipt["gateway_sig"] = RawObject.text(Bench.gateway.signature(of: payload))
            return receipt.bytes
        },
        GuardCase(GatewayGuards.gatewaySignature, .receipt) { bench in
            try bench.builder.signed(
                bench.plain("s"), gateway: Bench.outsider, node: Bench.nodes[0]
            ).bytes
        },
        GuardCase(GatewayGuards.nodeSignature, .receipt) { bench in
            try bench.builder.signed(
                bench.plain("s"), gateway: Bench.gateway, node: Bench.outsider
            ).bytes
        },
    ]

    /// A vote, signed by the first validator, whose members were changed before.
    private static func vote(
        _ by: Guard, also: [Guard] = [],
        _ change: @escaping @Sendable (inout RawObject, Bench) throws -> Void
    ) -> GuardCase {
        GuardCase(by, .vote, also: also) { bench in
            try bench.fill()
            let one = Bench.validators[0]
            var vote = bench.builder.vote(try bench.snapshot(), validator: one.key)
            try change(&vote, bench)
            return try bench.builder.signed(vote: vote, validator: one).bytes
        }
    }

    static let votes = [
        GuardCase(GatewayGuards.validatorRegistered, .vote) { bench in
            try bench.fill()
            let vote = bench.builder.vote(try bench.snapshot(), validator: Bench.outsider.key)
            return try bench.builder.signed(vote: vote, validator: Bench.outsider).bytes
        },
        GuardCase(GatewayGuards.voteOnce, .vote) { bench in
            try bench.fill()
            let vote = try bench.vote(try bench.snapshot(), 0)
            _ = try bench.send(vote, .vote)
            return vote
        },
        GuardCase(GatewayGuards.voteSignature, .vote) { bench in
            try bench.fill()
            let vote = bench.builder.vote(
                try bench.snapshot(), validator: Bench.validators[0].key)
            return try bench.builder.signed(vote: vote, validator: Bench.outsider).bytes
        },
        GuardCase(GatewayGuards.keyForm, .vote) { bench in
            try bench.fill()
            let (snapshot, one) = (try bench.snapshot(), Bench.validators[0])
            _ = try bench.taken(bench.send(bench.vote(snapshot, 0), .vote))
            // Another spelling of the same key.
            let vote = bench.builder.vote(snapshot, validator: respelled(one.key), round: 1)
            return try bench.builder.signed(vote: vote, validator: one).bytes
        },
        vote(GatewayGuards.snapshotRoot) { vote, _ in
            vote["root"] = RawObject.text(String(repeating: "0", count: 64))
        },
        vote(GatewayGuards.epochOrder) { vote, bench in
            vote = bench.builder.vote(
                try bench.snapshot(epoch: "2"), validator: Bench.validators[0].key)
        },
        vote(GatewayGuards.totalRange) { vote, bench in
            vote = bench.builder.vote(
                try bench.snapshot(total: 0), validator: Bench.validators[0].key)
        },
        vote(GatewayGuards.receiptCount) { vote, _ in vote["receipt_count"] = "99" },
        vote(GatewayGuards.noteCount) { vote, _ in vote["notes"] = "99" },
    ]

    static let epochs = [
        GuardCase(GatewayGuards.epochOnce, .settlement) { bench in
            try bench.settle()
            return bench.system.settlements[0].bytes
        },
        GuardCase(GatewayGuards.quorum, .settlement) { bench in
            try bench.fill()
            let snapshot = try bench.snapshot()
            // Two thirds are not more than two thirds.
            for validator in 0..<2 {
                _ = try bench.taken(bench.send(bench.vote(snapshot, validator), .vote))
            }
            return bench.builder.settlement(snapshot).bytes
        },
        GuardCase(GatewayGuards.snapshotRoot, .settlement) { bench in
            try bench.fill()
            let snapshot = try bench.snapshot()
            try bench.voteAll(snapshot)
            var request = bench.builder.settlement(try bench.snapshot(total: 5_000))
            request["root"] = RawObject.text(snapshot.root)
            return request.bytes
        },
        GuardCase(GatewayGuards.noContribution, .settlement) { bench in
            let snapshot = try bench.snapshot()
            try bench.voteAll(snapshot)
            return bench.builder.settlement(snapshot).bytes
        },
        GuardCase(GatewayGuards.exactPayouts, .settlement) { bench in
            try bench.fill()
            let snapshot = try bench.snapshot()
            try bench.voteAll(snapshot)
            var request = bench.builder.settlement(snapshot)
            request["payouts"] = ReceiptBuilder.payouts([
                Payout(node: Bench.nodes[2].key, address: "", amount: 1_000_001)
            ])
            return request.bytes
        },
    ]

    static let stores = [
        GuardCase(
            GatewayGuards.receiptID, .store,
            also: [GatewayGuards.gatewaySignature, GatewayGuards.nodeSignature]
        ) { bench in
            try bench.fill()
            // More tokens under the same id.
            return try bench.store(rows: { rows in
                var rows = rows
                let old = String(
                    decoding: Base64.bytes(of: rows[0][1]) ?? [], as: UTF8.self)
                let new = old.replacing("\"output_tokens\":5,", with: "\"output_tokens\":5000000,")
                rows[0][1] = Base64.text(of: Array(new.utf8))
                return rows
            })
        },
        GuardCase(GatewayGuards.chainHash, .store) { bench in
            try bench.fill()
            return try bench.store(rows: { rows in
                var rows = rows
                rows[0][3] = rows[1][3]
                return rows
            })
        },
        GuardCase(GatewayGuards.storedRow, .store) { bench in
            try bench.settle()
            // Ten times as much for the first.
            let (address, amount) = bench.system.balances[0]
            return try bench.store(rows: { rows in
                var rows = rows
                rows[6][2].replace(
                    "\"\(address)\",\"\(amount)\"", with: "\"\(address)\",\"\(amount)0\"")
                return rows
            })
        },
        GuardCase(GatewayGuards.storedBalance, .store) { bench in
            // One user's units are another's.
            for user in Bench.users.indices { try bench.credit(100, to: user) }
            return try bench.store(accounts: { accounts in
                var accounts = accounts
                accounts[0][1] = "150"
                accounts[1][1] = "50"
                return accounts
            })
        },
        GuardCase(GatewayGuards.accountSum, .store, also: [GatewayGuards.storedBalance]) { bench in
            try bench.credit(100)
            return try bench.store(accounts: { accounts in
                var accounts = accounts
                accounts[0][1] += "0"
                return accounts
            })
        },
        GuardCase(GatewayGuards.anchor, .store) { bench in
            try bench.fill()
            return try bench.store(rows: { $0.dropLast() })
        },
    ]
}
