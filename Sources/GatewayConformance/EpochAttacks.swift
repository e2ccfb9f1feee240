internal import BigInt
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Settlements, roots, validators and quality.
enum EpochAttacks {
    static let replays: [AttackReplay] = [
        AttackReplay(
            "SIG-43", "the identity point is added as a validator and signs without a secret",
            identityValidator),
        AttackReplay("ENC-41", "output_tokens \"12\", 1.9 and true; total 1400", oddTokens),
        AttackReplay(
            "ENC-42",
            "the address 0x+111... is set and settled (minting it: mint.json, mode bad_address)",
            oddAddress),
        AttackReplay("ENC-43", "a settlement with unknown members", unknownMembers),
        AttackReplay("ENC-44", "total_amount true", booleanTotal),
        AttackReplay(
            "HSH-41",
            "a settled, signed and anchored epoch; then other bounds that truncate to the same id, "
                + "total 999999", sameID),
        AttackReplay("LED-42", "the same window again under ticker X") {
            try windows(count: 2)
        },
        AttackReplay("LED-43", "an overlapping window") { try windows(count: 3) },
        AttackReplay("LED-41", "tokens 1000 and -999, total 1000", negativeTokens),
        AttackReplay("LED-44", "333, 333, 334 tokens, total 10^18", floatPayouts),
        AttackReplay(
            "FRK-41", "two gateways, the same receipts in another order, the same plan and clock",
            otherOrder),
        AttackReplay(
            "DET-41", "the same gateway settles the same window one second later", secondLater),
        AttackReplay("QRM-43", "one validator's key added and signing in five spellings") {
            [("signatures", try spellings().count)]
        },
        AttackReplay("QRM-42", "a stranger adds itself and signs", stranger),
        AttackReplay("QRM-45", "a stranger rates a rival's receipt 0", strangersRating),
        AttackReplay("RES-46", "a quality score of NaN", qualityOfNaN),
        AttackReplay(
            "SIG-26 again",
            "a made-up gateway and node, 10^12 tokens, beside an honest receipt", madeUpParties),
    ]

    @Sendable private static func identityValidator() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        let epoch = try world.settledEpoch()
        _ = try world.post("/validators/add", ["pubkey": .text(IdentityPoint.key)])
        let outcome = try world.sign(
            epoch, key: IdentityPoint.key, signature: IdentityPoint.signature)
        return [("status", outcome.statusValue), ("signatures", try outcome.count("signatures"))]
    }

    @Sendable private static func oddTokens() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take("node-a", tokens: .text("12"))
        try world.take("node-b", tokens: AttackWorld.float("1.9"))
        try world.take("node-c", tokens: .boolean(true))
        try world.setAddresses("node-a", "node-b", "node-c")
        return [("payouts", try world.settle(total: .integer(1400)).payouts())]
    }

    @Sendable private static func oddAddress() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.setAddresses("node-a", "node-b")
        let set = try world.post(
            "/set_eth_address",
            [
                "node_pubkey": .string(VectorParty.key("node-a")),
                "eth_address": .text("0x+" + String(repeating: "1", count: 39)),
            ])
        try world.take("node-a", tokens: .integer(10))
        try world.take("node-b", tokens: .integer(10))
        return [
            ("status", set.statusValue),
            ("payouts", try world.settle(total: .integer(1000)).payouts()),
        ]
    }

    @Sendable private static func unknownMembers() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take("node-a", tokens: .integer(10))
        let outcome = try world.post(
            "/epoch/settle", ["total_amount": .integer(1000), "quorum": .integer(99)])
        return [("status", outcome.statusValue), ("payouts", try outcome.payouts())]
    }

    @Sendable private static func booleanTotal() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take("node-a", tokens: .integer(10))
        let outcome = try world.settle(total: .boolean(true))
        return [("status", outcome.statusValue), ("total", try outcome.member("total_amount"))]
    }

    @Sendable private static func sameID() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        let epoch = try world.settledEpoch()
        let validator = VectorParty.identity("gateway")
        let signature = validator.signature(of: try world.voteBytes(epoch))
        _ = try world.sign(epoch, key: validator.publicKey, signature: signature)
        _ = try world.post(
            "/mint/anchor", ["epoch_id": .string(epoch), "txid": .text("0xabc")])
        let again = try world.settle(
            total: .integer(999_999), from: AttackWorld.float("\(AttackWorld.time).25"),
            until: AttackWorld.float("\(AttackWorld.time + 100).75"))
        let status = world.gateway.outcome(of: "/epoch/status/\(epoch.shown)", now: world.now)
        let isGood = try PublishedSignature.verifies(
            key: .text(validator.publicKey), message: world.voteBytes(epoch),
            signature: .text(signature))
        let row = try world.ledger.epochRows().first
        return [
            ("same_id", .boolean(try again.member("epoch_id").equals(.string(epoch)))),
            ("total_now", try status.member("snapshot").member("total_amount")),
            ("signatures_listed", try status.count("signatures")),
            ("signature_still_good", .boolean(isGood)), ("anchor", row?.anchor ?? .text("no row")),
            ("finalized", row?.finalized ?? .text("no row")),
        ]
    }

    /// The same receipt paid in a window, in the same under another ticker, in one that overlaps.
    private static func windows(count: Int) throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        _ = try world.settledEpoch()
        let time = BigInt(AttackWorld.time)
        let plans: [(start: BigInt, ticker: String)] = [(time, "X"), (time + 10, "GLYPH")]
        var payouts = PythonValue.none
        for plan in plans.prefix(count - 1) {
            payouts = try world.settle(
                total: .integer(1000), from: .integer(plan.start), until: .integer(time + 100),
                ticker: plan.ticker
            ).payouts()
        }
        return [
            ("payouts", payouts),
            ("epochs", .integer(BigInt(try world.ledger.epochRows().count))),
        ]
    }

    @Sendable private static func negativeTokens() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take("node-a", tokens: .integer(1000))
        try world.take("node-b", tokens: .integer(-999))
        try world.setAddresses("node-a", "node-b")
        return [("payouts", try world.settle(total: .integer(1000)).payouts())]
    }

    @Sendable private static func floatPayouts() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        for (node, tokens) in [("node-a", 333), ("node-b", 333), ("node-c", 334)] {
            try world.take(node, tokens: .integer(BigInt(tokens)))
        }
        try world.setAddresses("node-a", "node-b", "node-c")
        let outcome = try world.settle(total: .integer(BigInt(10).power(18)))
        var sum: BigInt = 0
        for payout in try outcome.member("payouts").elements() {
            sum += try payout.member("amount").convertedToInteger()
        }
        return [
            ("payouts", try outcome.payouts()), ("sum", try OutcomeText.vectorForm(.integer(sum))),
        ]
    }

    @Sendable private static func otherOrder() throws -> [(String, PythonValue)] {
        let worlds = [try AttackWorld(), try AttackWorld(name: "gateway-b")]
        for (world, nodes) in zip(worlds, [["node-a", "node-b"], ["node-b", "node-a"]]) {
            for node in nodes { try world.take(node, tokens: .integer(10)) }
            try world.setAddresses("node-a", "node-b")
        }
        let heads = try worlds.map { try $0.ledger.chainHead() }
        let snapshots = try worlds.map { try $0.settle(total: .integer(1000)) }
        return [
            ("heads_equal", .boolean(heads[0].equals(heads[1]))),
            ("roots_equal", try snapshots[0].isEqual(snapshots[1], in: "root")),
        ]
    }

    @Sendable private static func secondLater() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take("node-a", tokens: .integer(10))
        try world.setAddresses("node-a")
        func settle() throws -> GatewayOutcome {
            try world.settle(
                total: .integer(1000), from: .integer(BigInt(AttackWorld.time)),
                until: .integer(BigInt(AttackWorld.time + 100)))
        }
        let first = try settle()
        world.now = PythonFloat(1_700_000_201)
        return [("roots_equal", try first.isEqual(settle(), in: "root"))]
    }

    // MARK: Validators

    /// A validator's signature under five spellings of its key.
    private static func spellings() throws -> (
        world: AttackWorld, epoch: PythonText, count: PythonValue
    ) {
        let world = try AttackWorld()
        let epoch = try world.settledEpoch()
        let validator = VectorParty.identity("validator-a")
        let signature = validator.signature(of: try world.voteBytes(epoch))
        let key = validator.publicKey
        let spellings = [key, key + "\n", " " + key, "-" + key, key + "AAAA"]
        var count = PythonValue.none
        for spelling in spellings {
            _ = try world.post("/validators/add", ["pubkey": .text(spelling)])
            count = try world.sign(epoch, key: spelling, signature: signature).count("signatures")
        }
        return (world, epoch, count)
    }

    @Sendable private static func stranger() throws -> [(String, PythonValue)] {
        let (world, epoch, _) = try spellings()
        let stranger = VectorParty.identity("stranger")
        _ = try world.post("/validators/add", ["pubkey": .text(stranger.publicKey)])
        let outcome = try world.sign(
            epoch, key: stranger.publicKey,
            signature: stranger.signature(of: world.voteBytes(epoch)))
        return [("status", outcome.statusValue), ("signatures", try outcome.count("signatures"))]
    }

    // MARK: Quality

    @Sendable private static func strangersRating() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        let rival = try world.take("node-a", tokens: .integer(10))
        try world.take("node-b", tokens: .integer(10))
        try world.setAddresses("node-a", "node-b")
        _ = try world.post(
            "/validate/quality",
            [
                "receipt_id": .text(rival), "node_pubkey": .string(VectorParty.key("node-a")),
                "score": .integer(0),
            ])
        return [("payouts", try world.settle(total: .integer(1000)).payouts())]
    }

    @Sendable private static func qualityOfNaN() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        let id = try world.take("node-a", tokens: .integer(10))
        let rated = try world.post(
            "/validate/quality",
            [
                "receipt_id": .text(id), "node_pubkey": .string(VectorParty.key("node-a")),
                "score": try AttackWorld.float("nan"),
            ])
        return [
            ("status", rated.statusValue),
            ("settle", try world.settle(total: .integer(1000)).fate),
        ]
    }

    @Sendable private static func madeUpParties() throws -> [(String, PythonValue)] {
        let world = try AttackWorld()
        try world.take(
            "nobody's node", tokens: .integer(BigInt(10).power(12)), gateway: "nobody's gateway")
        try world.take("node-a", tokens: .integer(100))
        try world.setAddresses("nobody's node", "node-a")
        return [("payouts", try world.settle(total: .integer(1_000_000)).payouts())]
    }
}
