internal import BigInt
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Accounts, addresses and proposals of mints.
enum MoneyAttacks {
    static let replays: [AttackReplay] = [
        AttackReplay(
            "SIG-44",
            "a stranger names the victim's key in /inference; node says 5000 output tokens",
            victimsBalance),
        AttackReplay(
            "LED-45", "max_new_tokens 1, node says 10^10 output tokens, user has 10^9",
            madeUpCount),
        AttackReplay(
            "LED-46", "the node does not countersign after the debit of 500", lostDebit),
        AttackReplay("LED-46b", "the node says -10^6 input tokens", negativePrice),
        AttackReplay("RES-45", "a user without balance", workBeforePayment),
        AttackReplay("LED-50", "one payment id credited twice (ledger call)", paymentTwice),
        AttackReplay("LED-51", "a stranger overwrites node-a's payout address", address),
        AttackReplay(
            "QRM-46", "a proposal that is no base64 and three made-up partial signatures",
            madeUpSignatures),
    ]

    @Sendable private static func victimsBalance() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.registerNode(outputTokens: 5000)
        try world.credit("victim", 1000)
        let outcome = try world.infer(user: "victim")
        return [
            ("status", outcome.statusValue), ("victim_balance", try world.balance("victim")),
        ]
    }

    @Sendable private static func madeUpCount() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.registerNode(outputTokens: 10_000_000_000)
        try world.credit("user", 1_000_000_000)
        let outcome = try world.infer(user: "user", tokenCountMax: 1)
        return [("status", outcome.statusValue), ("balance", try world.balance("user"))]
    }

    @Sendable private static func lostDebit() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.registerNode(outputTokens: 5000)
        world.network.faults.append(
            VectorNetwork.Fault(
                node: "node-a", path: "/sign_receipt", status: 500, body: Array("{}".utf8)))
        try world.credit("user", 1000)
        let outcome = try world.infer(user: "user")
        return [
            ("status", outcome.statusValue), ("balance", try world.balance("user")),
            ("receipts_more", .integer(BigInt(try world.ledger.receipts().count))),
        ]
    }

    @Sendable private static func negativePrice() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.registerNode(inputTokens: -1_000_000, outputTokens: 0)
        try world.credit("user", 1000)
        let outcome = try world.infer(user: "user")
        return [("status", outcome.statusValue), ("exception", outcome.fate)]
    }

    @Sendable private static func workBeforePayment() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.registerNode(outputTokens: 5000)
        let outcome = try world.infer(user: "user")
        return [
            ("status", outcome.statusValue),
            ("node_calls", .integer(BigInt(world.network.callURLs.count))),
        ]
    }

    @Sendable private static func paymentTwice() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        for _ in 0..<2 {
            try world.ledger.credit(
                PythonText("user"), amount: .integer(5), payment: PythonText("p"), now: world.now)
        }
        let payments = try world.ledger.store.rows("SELECT id FROM payments")
        return [
            ("balance", try world.balance("user")), ("payments", .integer(BigInt(payments.count))),
        ]
    }

    @Sendable private static func address() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.setAddresses("node-a")
        let outcome = try world.post(
            "/set_eth_address",
            [
                "node_pubkey": .string(VectorParty.key("node-a")),
                "eth_address": .text("0x" + String(repeating: "e", count: 40)),
            ])
        let key = PythonValue.string(VectorParty.key("node-a"))
        let address = try world.ledger.addresses().first { $0.node.equals(key) }?.address
        return [("status", outcome.statusValue), ("address", address ?? .none)]
    }

    @Sendable private static func madeUpSignatures() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        let epoch = try world.settledEpoch()
        let root = try world.ledger.epochRows().first?.root ?? .none
        let proposed = try world.post(
            "/mint/propose_psbt",
            [
                "epoch_id": .string(epoch), "epoch_root": root,
                "psbt_base64": .text("not base64"), "proposer_pubkey": .text("nobody"),
            ])
        var count = PythonValue.none
        for number in 0..<3 {
            count = try world.post(
                "/mint/submit_signature",
                [
                    "proposal_id": try proposed.member("proposal_id"),
                    "signer_pubkey": .text("made-up-\(number)"), "signature": .text("none"),
                ]
            ).member("num_signatures")
        }
        return [("num_signatures", count)]
    }
}
