internal import BigInt
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Receipts that nobody should take, and ledgers that nobody can read any more.
enum ReceiptAttacks {
    static let replays: [AttackReplay] = [
        AttackReplay(
            "SIG-41",
            "a gateway asks node-a's /sign_receipt for a receipt of a session that it never "
                + "served, then gossips it", unservedSession),
        AttackReplay(
            "SIG-42",
            "a receipt whose two keys are the identity point, signed R = identity, S = 0",
            identityPoints),
        AttackReplay(
            "SIG-45",
            "bytes that node-a signed for another purpose and that read as a receipt's payload",
            otherPurpose),
        AttackReplay("TIM-41", "created_at NaN", timeOfNaN),
        AttackReplay(
            "TIM-42",
            "created_at 10^18, then an honest receipt; a peer polls from the latest time",
            farFuture),
        AttackReplay("RES-41", "one receipt of NaN tokens; settlement twice", tokensOfNaN),
        AttackReplay("RES-42", "infinity") {
            try unlistable(route: nil, wallMilliseconds: AttackWorld.float("inf"))
        },
        AttackReplay("RES-42", "lone surrogate in route") {
            try unlistable(
                route: .string(PythonText(codePoints: [0xD800])), wallMilliseconds: .integer(1))
        },
        AttackReplay("RES-44", "300 receipts, limit=-1", unlimited),
        AttackReplay(
            "NET-42",
            "300 receipts of one time, pages of 200, since = the latest time seen, five pages",
            pagesOfOneTime),
    ]

    @Sendable private static func unservedSession() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        var receipt = try VectorParty.receipt(
            node: "node-a", session: .text("never served"), outputTokens: .integer(1_000_000),
            createdAt: .integer(BigInt(AttackWorld.time)))
        receipt.nodeSignature = .none
        let body = try PythonJSONWriter.text(.dictionary(receipt.members), sortsKeys: false)
        let answer = world.network.answer(
            to: OutgoingCall(
                method: "POST", url: "http://node-a/sign_receipt", body: Array(body.utf8)))
        guard case .answered(let status, let bytes) = answer else { return [] }
        receipt.nodeSignature = try TableCell.text(bytes).json().member("node_sig")
        return [
            ("sign_status", .integer(BigInt(status))),
            ("accepted", .integer(BigInt(try world.gateway.accept([receipt], now: world.now)))),
        ]
    }

    @Sendable private static func identityPoints() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        var members = try VectorParty.receipt(
            node: "node-a", session: .text("s"), outputTokens: .integer(1),
            createdAt: .integer(BigInt(AttackWorld.time))
        ).members
        for name in ["gateway_pubkey", "node_pubkey"] { members[name] = .text(IdentityPoint.key) }
        for name in ["gateway_sig", "node_sig"] { members[name] = .text(IdentityPoint.signature) }
        let acceptedCount = try world.gateway.accept([PublishedReceipt(members)], now: world.now)
        return [("accepted", .integer(BigInt(acceptedCount)))]
    }

    @Sendable private static func otherPurpose() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        // The node signs a challenge of somebody who lets it log in.
        let challenge = AttackWorld.object([
            "created_at": .integer(BigInt(AttackWorld.time)),
            "gateway_pubkey": .string(VectorParty.key("gateway")), "input_tokens": .integer(1),
            "node_pubkey": .string(VectorParty.key("node-a")), "output_tokens": .integer(1000),
            "route": .text("login"), "session_id": .text("login"), "wall_time_ms": .integer(1),
        ])
        let bytes = Array(try PythonJSONWriter.text(challenge).utf8)
        let signature = VectorParty.identity("node-a").signature(of: bytes)
        guard case .dictionary(var members) = challenge else { return [] }
        members["gateway_sig"] = .text(VectorParty.identity("gateway").signature(of: bytes))
        members["node_sig"] = .text(signature)
        let acceptedCount = try world.gateway.accept([PublishedReceipt(members)], now: world.now)
        return [("accepted", .integer(BigInt(acceptedCount)))]
    }

    @Sendable private static func timeOfNaN() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take(
            "node-a", tokens: .integer(10), createdAt: AttackWorld.float("nan"))
        try world.setAddresses("node-a")
        let stored = try world.ledger.store.row("SELECT created_at FROM receipts")
        let whole = try world.settle(total: .integer(1000))
        let window = try world.settle(
            total: .integer(1000), from: .integer(0), until: .integer(BigInt(10).power(12)))
        let pulled = world.gateway.outcome(of: "/pull/receipts", now: world.now)
        return [
            ("stored_as", try stored?[0].value() ?? .text("no row")),
            ("whole_history_payouts", try whole.payouts()), ("window", window.value ?? .none),
            ("get_receipts", world.gateway.outcome(of: "/receipts", now: world.now).fate),
            ("pulled", .integer(BigInt(try (pulled.value ?? .none).elements().count))),
        ]
    }

    @Sendable private static func farFuture() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take(
            "node-a", tokens: .integer(1), session: "a", createdAt: .integer(BigInt(10).power(18)))
        try world.take("node-b", tokens: .integer(1), session: "b")
        let since = try world.ledger.latestReceiptTime()
        let pulled = world.gateway.outcome(
            of: "/pull/receipts", query: "since=\(since.text.replacing("+", with: "%2B"))",
            now: world.now)
        return [
            ("since", .text(since.text)),
            (
                "pulled_sessions",
                .list(try (pulled.value ?? .none).elements().map { try $0.member("session_id") })
            ),
        ]
    }

    @Sendable private static func tokensOfNaN() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take("node-a", tokens: AttackWorld.float("nan"))
        try world.setAddresses("node-a")
        let fates = try (0..<2).map { _ in try world.settle(total: .integer(1000)).fate }
        return [("settle", .list(fates))]
    }

    private static func unlistable(
        route: PythonValue?, wallMilliseconds: PythonValue
    ) throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        let receipt = try VectorParty.receipt(
            node: "node-a", session: .text("s"), route: route, outputTokens: .integer(1),
            wallMilliseconds: wallMilliseconds, createdAt: .integer(BigInt(AttackWorld.time)))
        return [
            ("accepted", .integer(BigInt(try world.gateway.accept([receipt], now: world.now)))),
            ("receipts", world.gateway.outcome(of: "/receipts", now: world.now).fate),
            ("pull", world.gateway.outcome(of: "/pull/receipts", now: world.now).fate),
        ]
    }

    /// 300 receipts of one time.
    private static func crowd() throws -> AttackWorld {
        let world = try AttackWorld()
        for number in 0..<300 {
            try world.take("node-a", tokens: .integer(1), session: "s-\(number)")
        }
        return world
    }

    @Sendable private static func unlimited() throws -> [(String, PythonValue)] {
        let world = try crowd()
        let pulled = world.gateway.outcome(
            of: "/pull/receipts", query: "limit=-1", now: world.now)
        return [("pulled", .integer(BigInt(try (pulled.value ?? .none).elements().count)))]
    }

    @Sendable private static func pagesOfOneTime() throws -> [(String, PythonValue)] {
        let world = try crowd()
        var since = "0"
        var seen: [PythonText] = []
        for _ in 0..<5 {
            let page = world.gateway.outcome(
                of: "/pull/receipts", query: "since=\(since)&limit=200", now: world.now)
            for receipt in try (page.value ?? .none).elements() {
                let session = try receipt.member("session_id").requiredText()
                if !seen.contains(session) { seen.append(session) }
                since = try receipt.member("created_at").convertedToFloat().text
            }
        }
        return [("distinct_seen", .integer(BigInt(seen.count)))]
    }
}
