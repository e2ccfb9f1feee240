import BigInt
import Encodings
import ReceiptNetwork
import Trials

/// Something that one guard stops.
struct GuardCase: Sendable {
    let by: Guard
    let surface: Surface
    /// Guards that would stop it, too, if they stood.
    let also: [Guard]
    let profiles: [Profile]
    /// After what made a network ready for it.
    let bytes: @Sendable (Bench) throws -> [UInt8]

    init(
        _ by: Guard, _ surface: Surface, also: [Guard] = [], profiles: [Profile] = [.hardened],
        bytes: @escaping @Sendable (Bench) throws -> [UInt8]
    ) {
        self.by = by
        self.surface = surface
        self.also = also
        self.profiles = profiles
        self.bytes = bytes
    }

    static let all = bytesAndFields + receipts + votes + epochs + stores

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

    private static let both: [Profile] = [.published, .hardened]

    static let bytesAndFields = [
        changed(
            ReceiptGuards.size, "session_id",
            RawObject.text(String(repeating: "s", count: 1_000)), also: [ReceiptGuards.sessionID]),
        GuardCase(ReceiptGuards.size, .receipt, profiles: [.published]) { bench in
            var receipt = bench.plain("s")
            receipt["more"] = RawObject.text(String(repeating: "s", count: 1 << 20))
            return try bench.sign(receipt).bytes
        },
        GuardCase(
            ReceiptGuards.json, .receipt, also: [ReceiptGuards.canonical], profiles: both
        ) { try $0.receipt("s") + [UInt8(ascii: "x")] },
        GuardCase(ReceiptGuards.canonical, .receipt) {
            [UInt8(ascii: " ")] + (try $0.receipt("s"))
        },
        GuardCase(ReceiptGuards.fields, .receipt, profiles: both) { bench in
            var receipt = bench.plain("s")
            receipt["wall_time_ms"] = nil
            return try bench.sign(receipt).bytes
        },
        GuardCase(ReceiptGuards.unknownField, .receipt) { bench in
            var receipt = try bench.sign(bench.plain("s"))
            receipt["admin"] = "true"
            return receipt.bytes
        },
        GuardCase(ReceiptGuards.batchSize, .gossip) { bench in
            ReceiptBuilder.batch(
                try (0...ReceiptLimits.batchCountMax).map { try bench.receipt("s-\($0)") })
        },
        changed(ReceiptGuards.textType, "session_id", "5"),
        changed(ReceiptGuards.numberType, "output_tokens", "5.0"),
        changed(ReceiptGuards.numberType, "output_tokens", "true"),
        changed(
            ReceiptGuards.keyForm, "gateway_pubkey", RawObject.text(respelled(Bench.gateway.key))),
        GuardCase(ReceiptGuards.signatureForm, .receipt) { bench in
            let receipt = try bench.sign(bench.plain("s"))
            var other = receipt
            let text = (receipt["node_sig"] ?? "").filter { $0 != "\"" }
            other["node_sig"] = RawObject.text(respelled(text))
            return other.bytes
        },
    ]

    static let receipts = [
        changed(ReceiptGuards.sessionID, "session_id", "\"a b\""),
        changed(ReceiptGuards.sessionID, "session_id", "\"\""),
        changed(ReceiptGuards.tokenRange, "output_tokens", "-1"),
        changed(ReceiptGuards.tokenRange, "input_tokens", "10000001"),
        changed(ReceiptGuards.wallTimeRange, "wall_time_ms", "-1"),
        changed(ReceiptGuards.createdRange, "created_at", "-1"),
        changed(ReceiptGuards.futureTime, "created_at", "\(Bench.milliseconds + 600_001)"),
        GuardCase(ReceiptGuards.network, .receipt) { bench in
            let other = ReceiptBuilder(
                profile: .hardened, parameters: try Bench.parameters(name: "other"))
            let receipt = other.receipt(
                gateway: Bench.gateway.key, node: Bench.nodes[0].key, session: "s",
                createdMilliseconds: Bench.milliseconds)
            return try other.signed(receipt, gateway: Bench.gateway, node: Bench.nodes[0]).bytes
        },
        changed(ReceiptGuards.route, "route", RawObject.text(Bench.nodes[1].key)),
        GuardCase(ReceiptGuards.gatewayRegistered, .receipt) { bench in
            var receipt = bench.plain("s")
            receipt["gateway_pubkey"] = RawObject.text(Bench.outsider.key)
            return try bench.builder.signed(
                receipt, gateway: Bench.outsider, node: Bench.nodes[0]
            ).bytes
        },
        GuardCase(ReceiptGuards.nodeRegistered, .receipt) { bench in
            var receipt = bench.plain("s")
            receipt["node_pubkey"] = RawObject.text(Bench.outsider.key)
            receipt["route"] = receipt["node_pubkey"]
            return try bench.builder.signed(
                receipt, gateway: Bench.gateway, node: Bench.outsider
            ).bytes
        },
        changed(ReceiptGuards.receiptID, "receipt_id", "\"mine\""),
        GuardCase(ReceiptGuards.duplicate, .receipt, profiles: both) { bench in
            let receipt = try bench.receipt("s")
            _ = try bench.send(receipt, .receipt)
            return receipt
        },
        GuardCase(ReceiptGuards.sourceBudget, .receipt) { bench in
            for place in 0..<ReceiptLimits.wastedCountMax {
                var receipt = try bench.sign(bench.plain("s-\(place)"))
                receipt["node_sig"] = receipt["gateway_sig"]
                _ = try bench.send(receipt.bytes, .receipt)
            }
            return try bench.receipt("s")
        },
        GuardCase(ReceiptGuards.domain, .receipt) { bench in
            var receipt = try bench.sign(bench.plain("s"))
            let payload = try bench.builder.payload(receipt)
            receipt["gateway_sig"] = RawObject.text(Bench.gateway.signature(of: payload))
            return receipt.bytes
        },
        GuardCase(ReceiptGuards.gatewaySignature, .receipt, profiles: both) { bench in
            try bench.builder.signed(
                bench.plain("s"), gateway: Bench.outsider, node: Bench.nodes[0]
            ).bytes
        },
        GuardCase(ReceiptGuards.nodeSignature, .receipt, profiles: both) { bench in
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
        GuardCase(ReceiptGuards.validatorRegistered, .vote) { bench in
            try bench.fill()
            let vote = bench.builder.vote(try bench.snapshot(), validator: Bench.outsider.key)
            return try bench.builder.signed(vote: vote, validator: Bench.outsider).bytes
        },
        GuardCase(ReceiptGuards.voteOnce, .vote, profiles: both) { bench in
            try bench.fill()
            let vote = try bench.vote(try bench.snapshot(), 0)
            _ = try bench.send(vote, .vote)
            return vote
        },
        GuardCase(ReceiptGuards.voteSignature, .vote, profiles: both) { bench in
            try bench.fill()
            let vote = bench.builder.vote(
                try bench.snapshot(), validator: Bench.validators[0].key)
            return try bench.builder.signed(vote: vote, validator: Bench.outsider).bytes
        },
        vote(ReceiptGuards.snapshotRoot) { vote, _ in
            vote["root"] = RawObject.text(String(repeating: "0", count: 64))
        },
        vote(ReceiptGuards.epochOrder) { vote, bench in
            vote = bench.builder.vote(
                try bench.snapshot(epoch: "2"), validator: Bench.validators[0].key)
        },
        vote(ReceiptGuards.totalRange) { vote, bench in
            vote = bench.builder.vote(
                try bench.snapshot(total: 0), validator: Bench.validators[0].key)
        },
        vote(ReceiptGuards.receiptCount) { vote, _ in vote["receipt_count"] = "99" },
    ]

    static let epochs = [
        GuardCase(ReceiptGuards.epochOnce, .settlement) { bench in
            try bench.settle()
            return bench.system.settlements[0].bytes
        },
        GuardCase(ReceiptGuards.quorum, .settlement) { bench in
            try bench.fill()
            let snapshot = try bench.snapshot()
            // Two thirds are not more than two thirds.
            for validator in 0..<2 {
                _ = try bench.taken(bench.send(bench.vote(snapshot, validator), .vote))
            }
            return bench.builder.settlement(snapshot).bytes
        },
        GuardCase(ReceiptGuards.snapshotRoot, .settlement) { bench in
            try bench.fill()
            let snapshot = try bench.snapshot()
            try bench.voteAll(snapshot)
            var request = bench.builder.settlement(try bench.snapshot(total: 5_000))
            request["root"] = RawObject.text(snapshot.root)
            return request.bytes
        },
        GuardCase(ReceiptGuards.noContribution, .settlement) { bench in
            let snapshot = try bench.snapshot()
            try bench.voteAll(snapshot)
            return bench.builder.settlement(snapshot).bytes
        },
        GuardCase(ReceiptGuards.exactPayouts, .settlement) { bench in
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
        GuardCase(ReceiptGuards.chainHash, .store, profiles: both) { bench in
            try bench.fill()
            return try bench.store(rows: { rows in
                var rows = rows
                rows[0][3] = rows[1][3]
                return rows
            })
        },
        GuardCase(ReceiptGuards.storedRow, .store) { bench in
            try bench.settle()
            // Ten times as much for the first, and a balance that agrees.
            let (address, amount) = bench.system.balances[0]
            return try bench.store(
                rows: { rows in
                    var rows = rows
                    rows[6][2].replace(
                        "\"\(address)\",\"\(amount)\"", with: "\"\(address)\",\"\(amount)0\"")
                    return rows
                },
                balances: { balances in
                    var balances = balances
                    balances[0][1] += "0"
                    return balances
                })
        },
        GuardCase(ReceiptGuards.storedBalance, .store) { bench in
            try bench.settle()
            return try bench.store(balances: { balances in
                var balances = balances
                balances[0][1] += "0"
                return balances
            })
        },
        GuardCase(ReceiptGuards.anchor, .store) { bench in
            try bench.fill()
            return try bench.store(rows: { $0.dropLast() })
        },
    ]
}
