import BigInt
import PublishedGateways
import PythonValues
import Testing

/// The published minter, on a ledger of its own and a chain that stands in.
@Suite("The published minter")
struct MinterTests {
    private static let owner = TokenAddress(number: 1)
    private static let epoch = PythonText("e")
    private let ledger: PublishedLedger

    init() throws { ledger = try PublishedLedger() }

    private func address(_ number: Int) -> PythonValue {
        .text(TokenAddress(number: UInt64(number)).text)
    }

    private func save(_ payouts: [(PythonValue, BigInt)]) throws {
        var snapshot = PythonDictionary()
        snapshot["payouts"] = .list(
            payouts.map { payout in
                var members = PythonDictionary()
                members["eth_address"] = payout.0
                members["amount"] = .integer(payout.1)
                return .dictionary(members)
            })
        for (key, value) in [
            ("root", PythonValue.text("r")), ("token_ticker", .text("G")),
            ("total_amount", .integer(0)), ("gateway_sig", .text("s")),
            ("created_at", .integer(0)),
        ] { snapshot[key] = value }
        try ledger.saveEpoch(Self.epoch, snapshot: snapshot)
    }

    private func setToken() throws {
        try ledger.setTokenAddress(PythonText(TokenAddress(number: 9).text))
    }

    private func chain(minesAtOnce: Bool = true) -> ChainStandIn {
        ChainStandIn(token: PublishedToken(owner: Self.owner), minesAtOnce: minesAtOnce)
    }

    private func minter(_ chain: ChainStandIn) -> PublishedMinter {
        PublishedMinter(account: Self.owner, chain: chain)
    }

    private func mint(
        _ minter: PublishedMinter, isDryRun: Bool = false
    ) throws(PythonError) -> String {
        try minter.mintRewards(epoch: Self.epoch, isDryRun: isDryRun, ledger: ledger).shown
    }

    private func refusal(_ minter: PublishedMinter) -> String {
        do throws(PythonError) {
            return "no refusal: \(try mint(minter))"
        } catch {
            return "\(error)"
        }
    }

    @Test("It asks for a key, a node, a token, an epoch and payouts, in this order")
    func order() throws {
        let chain = chain()
        let keyless = PublishedMinter(account: nil, chain: chain)
        try ledger.set(LedgerSetting.tokenNetwork, to: PythonText("nowhere"))
        #expect(refusal(keyless).hasPrefix("RuntimeError: No private key configured."))
        var minter = minter(chain)
        #expect(refusal(minter).hasPrefix("RuntimeError: No RPC URL configured for network nowh"))
        chain.isConnected = false
        try ledger.set(LedgerSetting.rpcURL, to: PythonText("http://127.0.0.1:1"))
        #expect(
            refusal(minter)
                == "RuntimeError: Failed to connect to blockchain network at http://127.0.0.1:1")
        #expect(refusal(minter).hasPrefix("RuntimeError: Token contract address not configured."))
        try ledger.setTokenAddress(
            PythonText("0x+111111111111111111111111111111111111111"))
        #expect(refusal(minter).hasPrefix("ValueError: "))
        try setToken()
        #expect(refusal(minter) == "RuntimeError: epoch not found")
        try save([(address(5), 0), (.text(""), 7), (address(6), -5)])
        #expect(refusal(minter) == "RuntimeError: no payouts to process")
        try save([(address(5), 7)])
        #expect(try mint(minter) == chain.sent[0].transaction.hash)
        // A minter that comes later asks anew.
        minter = PublishedMinter(account: Self.owner, chain: chain)
        #expect(refusal(minter).hasPrefix("RuntimeError: Failed to connect"))
    }

    @Test("An epoch that is minted twice is paid twice, and the later hash is its anchor")
    func twice() throws {
        try setToken()
        try save([(address(5), 300), (address(6), 700)])
        let chain = chain()
        let minter = minter(chain)
        #expect(try mint(minter, isDryRun: true) == "DRY_RUN: Would use 71000 gas for 2 recipients")
        #expect(chain.sent.isEmpty)
        let first = try mint(minter)
        let second = try mint(minter)
        #expect(first != second && chain.token.supply == 2_000)
        let row = try #require(try ledger.epochRows().first)
        #expect(row.anchor.equals(.text(second)) && row.finalized.equals(.integer(1)))
        let sent = chain.sent.map(\.transaction)
        #expect(sent.map(\.nonce) == [0, 1] && sent.map(\.gasLimit) == [600_000, 600_000])
        #expect(sent[0].feePerGasMax == chain.gasPrice * 2)
        #expect(sent[0].tipPerGasMax == 2_000_000_000)
    }

    @Test("Batches that are mined at once leave a nonce out: the rest is stuck, the epoch final")
    func gap() throws {
        try setToken()
        try save((1...250).map { (address($0), 1) })
        let chain = chain()
        let minter = minter(chain)
        #expect(try mint(minter, isDryRun: true) == "DRY_RUN: Would send 0 transactions")
        #expect(try mint(minter) == chain.sent[0].transaction.hash)
        #expect(chain.sent.map(\.transaction.nonce) == [0, 2, 3])
        #expect(chain.sent.map(\.status) == [.mined, .pending, .pending])
        #expect(chain.stuckCount == 2 && chain.token.supply == 100)
        #expect(try ledger.epochRows()[0].finalized.equals(.integer(1)))
        // The next call begins with the nonce that was missing.
        _ = try mint(minter)
        #expect(chain.sent.map(\.transaction.nonce) == [0, 2, 3, 1, 5, 6])
        #expect(chain.token.supply == 350 && chain.stuckCount == 2)
    }

    @Test("Batches that all revert are anchored and final all the same")
    func reverted() throws {
        try setToken()
        try save((1...200).map { (address($0), 1) })
        let chain = chain(minesAtOnce: false)
        try chain.token.take(.pause, from: Self.owner)
        _ = try mint(minter(chain))
        chain.mine()
        #expect(chain.sent.map(\.status) == [.reverted(.paused), .reverted(.paused)])
        #expect(chain.token.supply == 0 && chain.stuckCount == 0)
        #expect(try ledger.epochRows()[0].finalized.equals(.integer(1)))
    }

    @Test("One bad address keeps everybody of its batch from being paid, and nobody before it")
    func badAddress() throws {
        try setToken()
        let bad = PythonValue.text("0x+111111111111111111111111111111111111111")
        try save([(address(5), 1), (bad, 1)])
        let chain = chain()
        #expect(refusal(minter(chain)).hasPrefix("ValueError: "))
        #expect(chain.sent.isEmpty)
        try save((1...100).map { (address($0), 1) } + [(bad, 1)])
        #expect(refusal(minter(chain)).hasPrefix("ValueError: "))
        #expect(chain.sent.count == 1 && chain.token.supply == 100)
        #expect(try ledger.epochRows()[0].finalized.equals(.integer(0)))
    }

    @Test("A single batch is waited for: in vain, or until it reverts")
    func waiting() throws {
        try setToken()
        try save([(address(5), 1)])
        let slow = chain(minesAtOnce: false)
        #expect(refusal(minter(slow)).hasPrefix("TimeoutError: "))
        #expect(refusal(minter(slow)).hasPrefix("TimeoutError: "))
        slow.mine()
        #expect(slow.sent.map(\.status) == [.mined, .pending] && slow.token.supply == 1)
        #expect(slow.stuckCount == 0)
        let paused = chain()
        try paused.token.take(.pause, from: Self.owner)
        #expect(refusal(minter(paused)).hasPrefix("RuntimeError: Transaction failed: 0x"))
        #expect(try ledger.epochRows()[0].finalized.equals(.integer(0)))
    }

    @Test("A nonce that was used, or that another transaction waits with, is refused")
    func nonces() throws {
        let chain = chain(minesAtOnce: false)
        func transaction(nonce: Int, amount: BigUInt) -> ChainTransaction {
            ChainTransaction(
                sender: Self.owner, nonce: nonce, recipients: [TokenAddress(number: 5)],
                amounts: [amount], epoch: [], gasLimit: 1, feePerGasMax: 1, tipPerGasMax: 1)
        }
        try chain.send(transaction(nonce: 0, amount: 1))
        #expect(throws: PythonError.value("replacement transaction underpriced")) {
            try chain.send(transaction(nonce: 0, amount: 2))
        }
        chain.mine()
        #expect(throws: PythonError.value("nonce too low")) {
            try chain.send(transaction(nonce: 0, amount: 1))
        }
        #expect(chain.receipt(of: transaction(nonce: 0, amount: 1)) == true)
        #expect(chain.receipt(of: transaction(nonce: 0, amount: 2)) == nil)
    }

    @Test("The supply in units and in tokens, without a key")
    func supply() throws {
        try setToken()
        let chain = chain()
        try chain.token.take(
            .mintReward(to: TokenAddress(number: 5), amount: 1_252_202), from: Self.owner)
        let minter = PublishedMinter(account: nil, chain: chain)
        let text = try PythonJSONWriter.text(minter.supply(ledger: ledger))
        #expect(
            text == """
                {"max_supply":21000000000000000000000000,"max_supply_tokens":21000000.0,\
                "remaining":20999999999999999998747798,"remaining_tokens":21000000.0,\
                "total_supply":1252202,"total_supply_tokens":1.252202e-12}
                """)
    }
}
