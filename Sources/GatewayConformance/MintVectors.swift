internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// Epochs that are minted once or twice, and what the chain holds after each call.
struct MintVectors: VectorJudge {
    let name = "mint"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstCase else { return false }
        return first["payouts"] != nil && first["mined_at_once"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().flatMap { one in
            let trial = try MintTrial(one)
            let index = try one.caseIndex()
            var outcomes: [VectorOutcome] = []
            for (number, call) in try one.member("calls").elements().enumerated() {
                outcomes.append(
                    VectorOutcome(
                        index: "\(index) call \(number)", expected: try Self.expected(call),
                        got: try trial.called(isDryRun: call.member("dry_run").boolean())))
            }
            let (expected, got) = try Self.end(of: one, trial)
            outcomes.append(VectorOutcome(index: "\(index) end", expected: expected, got: got))
            return outcomes
        }
    }

    private static func expected(_ call: VectorValue) throws -> String {
        var told = try call.member("verdict").string()
        for key in ["reason", "exception", "result"] {
            if let member = try call.optional(key) { told += " " + (try member.string()) }
        }
        return try "\(told), anchored \(call.member("anchored").boolean()), finalized "
            + PythonJSONWriter.text(call.member("finalized").value) + ", supply "
            + call.member("supply").string() + ", sent "
            + PythonJSONWriter.text(call.member("sent").value)
    }

    /// The chain after everything that can be mined is mined, and the supply as the minter tells
    /// it, where the file has these.
    private static func end(
        of one: VectorValue, _ trial: MintTrial
    ) throws -> (expected: String, got: String) {
        var expected = try "\(one.member("verdict").string())"
        var got = trial.lastVerdict
        if let after = try one.optional("after_mining") {
            trial.chain.mine()
            expected +=
                try ", supply \(after.member("supply").string()), sent "
                + PythonJSONWriter.text(after.member("sent").value)
            got +=
                try ", supply \(trial.chain.token.supply), sent "
                + PythonJSONWriter.text(trial.sent)
        }
        expected += ", stuck \(try one.member("stuck").int())"
        got += ", stuck \(trial.chain.stuckCount)"
        if let supply = try one.optional("get_token_supply") {
            expected += ", told " + (try PythonJSONWriter.text(supply.value))
            got += ", told " + trial.toldSupply
        }
        return (expected, got)
    }
}

/// A ledger with one epoch, a chain, and a minter between them.
private final class MintTrial {
    private static let owner = TokenAddress(number: 1)
    private static let stranger = TokenAddress(number: 2)
    private static let holder = TokenAddress(number: 3)
    private static let epoch = PythonText("0-1700000000-GLYPH")
    private static let tokenAddress = TokenAddress(number: 4)

    /// Texts with which the minter's refusals begin, and the classes by which the file tells them.
    private static let reasons = [
        ("No private key", "no_key"), ("No RPC URL", "rpc"), ("Failed to connect", "connect"),
        ("Token contract address", "token_address"), ("epoch not found", "epoch"),
        ("no payouts", "no_payouts"), ("Transaction failed", "reverted"),
    ]

    let chain: ChainStandIn
    private let ledger: PublishedLedger
    private let minter: PublishedMinter
    private(set) var lastVerdict = "none"

    init(_ one: VectorValue) throws {
        var token = PublishedToken(owner: Self.owner)
        let before = try one.member("supply_before")
        let units = try TokenVectors.amount(before)
        guard units <= PublishedToken.supplyMax else {
            throw VectorFormError(
                place: before.place, expected: "at most the cap", got: String(units))
        }
        if units > 0 {
            try token.take(.mintReward(to: Self.holder, amount: units), from: Self.owner)
        }
        if try one.member("paused").boolean() { try token.take(.pause, from: Self.owner) }
        chain = ChainStandIn(token: token, minesAtOnce: try one.member("mined_at_once").boolean())
        chain.isConnected = try one.member("connected").boolean()
        let key = try one.member("key")
        switch try key.string() {
        case "owner": minter = PublishedMinter(account: Self.owner, chain: chain)
        case "other": minter = PublishedMinter(account: Self.stranger, chain: chain)
        case "none": minter = PublishedMinter(account: nil, chain: chain)
        case let other:
            throw VectorFormError(
                place: key.place, expected: "owner, other or none", got: other)
        }
        ledger = try PublishedLedger()
        let network = try one.member("network")
        do {
            try ledger.set(LedgerSetting.tokenNetwork, to: network.text())
        } catch let error as PythonError {
            throw VectorFormError(
                place: network.place, expected: "a text that can be stored", got: "\(error)")
        }
        if try one.member("token_address").boolean() {
            try ledger.setTokenAddress(PythonText(Self.tokenAddress.text))
        }
        guard try one.member("epoch_known").boolean() else { return }
        var snapshot = PythonDictionary()
        snapshot["root"] = .text("r")
        snapshot["token_ticker"] = .text("GLYPH")
        snapshot["total_amount"] = .integer(0)
        snapshot["gateway_sig"] = .text("s")
        snapshot["created_at"] = .integer(1_700_000_000)
        snapshot["payouts"] = .list(try one.member("payouts").elements().map(Self.payout))
        try ledger.saveEpoch(Self.epoch, snapshot: snapshot)
    }

    private static func payout(_ pair: VectorValue) throws -> PythonValue {
        let parts = try pair.elements()
        // What CPython's int takes of decimal digits, which is all that a file has.
        guard parts.count == 2, try parts[1].string().utf8.count <= 4_300,
            let amount = BigInt(try parts[1].string())
        else {
            throw VectorFormError(
                place: pair.place, expected: "an address and an amount as a text",
                got: "\(parts.count) values")
        }
        var payout = PythonDictionary()
        payout["eth_address"] = parts[0].value
        payout["amount"] = .integer(amount)
        return .dictionary(payout)
    }

    /// Mints, and tells all that the file tells of it.
    func called(isDryRun: Bool) throws -> String {
        let sentCount = chain.sent.count
        var told: String
        do throws(PythonError) {
            let result = try minter.mintRewards(
                epoch: Self.epoch, isDryRun: isDryRun, ledger: ledger
            ).shown
            let first = chain.sent.dropFirst(sentCount).first?.transaction.hash
            lastVerdict = "accept"
            told = "accept " + (result == first ? "first transaction" : result)
        } catch {
            let reason = Self.reasons.first { error.message.hasPrefix($0.0) }
            if error.name == "RuntimeError", let reason {
                lastVerdict = "reject"
                told = "reject \(reason.1)"
            } else {
                lastVerdict = "crash"
                told = "crash \(error.name)"
            }
        }
        let row = try ledger.epochRows().first
        let isAnchored = row.map { $0.anchor.isTrue } ?? false
        let finalized = try PythonJSONWriter.text(row?.finalized ?? .none)
        return try "\(told), anchored \(isAnchored), finalized \(finalized), supply "
            + "\(chain.token.supply), sent " + PythonJSONWriter.text(sent)
    }

    /// All transactions as the file lists them.
    var sent: PythonValue {
        .list(
            chain.sent.map { entry in
                let status =
                    switch entry.status {
                    case .pending: "pending"
                    case .mined: "ok"
                    case .reverted(let revert): "reverted:\(revert.rawValue)"
                    }
                let transaction = entry.transaction
                return .list([
                    .integer(BigInt(transaction.nonce)),
                    .integer(BigInt(transaction.recipients.count)),
                    .text(String(decoding: transaction.epoch, as: UTF8.self)), .text(status),
                    .integer(BigInt(transaction.gasLimit)),
                ])
            })
    }

    /// The supply, with floats and wide integers as texts, or the exception instead.
    var toldSupply: String {
        do throws(PythonError) {
            var told = PythonDictionary()
            guard case .dictionary(let supply) = try minter.supply(ledger: ledger) else {
                return "no object"
            }
            for (key, value) in supply.members {
                switch value {
                case .float(let float): told[key] = .text(float.text)
                case .integer(let integer) where integer.magnitude > BigUInt(1) << 53:
                    told[key] = .text(String(integer))
                default: told[key] = value
                }
            }
            return try PythonJSONWriter.text(.dictionary(told))
        } catch {
            return "\(error)"
        }
    }
}
