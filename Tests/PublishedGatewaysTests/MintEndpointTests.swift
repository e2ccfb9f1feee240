import BigInt
import PublishedGateways
import PythonValues
import Routing
import Testing

/// The minter behind the endpoints of a gateway.
@Suite("Minting through the published gateway")
struct MintEndpointTests {
    private static let owner = TokenAddress(number: 1)
    private static let epoch = "0-1700000100-GLYPH"
    private let chain = ChainStandIn(token: PublishedToken(owner: owner))

    /// A gateway with one settled epoch of 1,000 units for one node.
    private func gateway(account: TokenAddress? = owner) throws -> PublishedGateway {
        let gateway = try PublishedGateway(
            identity: GatewayWorld.identity("gateway"), ledger: PublishedLedger(),
            surroundings: TestSurroundings(),
            minter: PublishedMinter(account: account, chain: chain))
        let receipt = try GatewayWorld.receipt(node: "node-a", tokens: 5)
        guard case .stored = gateway.ledger.take(receipt.members) else {
            throw PythonError.value("the receipt was not stored")
        }
        try gateway.ledger.setAddress(
            PythonText(TokenAddress(number: 5).text), ofNode: GatewayWorld.key("node-a"),
            now: GatewayWorld.now)
        let settled = gateway.ask("/epoch/settle", #"{"total_amount": 1000}"#)
        #expect(try settled.value?.member("epoch_id").equals(.text(Self.epoch)) == true)
        return gateway
    }

    private func execute(_ gateway: PublishedGateway, isDryRun: Bool = false) -> String {
        gateway.ask(
            "/mint/execute", #"{"epoch_id": "\#(Self.epoch)", "dry_run": \#(isDryRun)}"#
        ).text
    }

    @Test("An epoch is minted over HTTP, without a vote, and again")
    func execute() throws {
        let gateway = try gateway()
        #expect(execute(gateway).hasPrefix(#"500 {"detail":"Token contract address not conf"#))
        let address = TokenAddress(number: 9).text
        #expect(
            gateway.ask("/config/token", #"{"token_address": "\#(address)"}"#).text
                == #"200 {"ok":true}"#)
        #expect(
            execute(gateway, isDryRun: true)
                == #"200 {"ok":true,"tx_hash":"DRY_RUN: Would use 71000 gas for 1 recipients"}"#)
        for count in 1...2 {
            let text = execute(gateway)
            let hash = try #require(chain.sent.last?.transaction.hash)
            #expect(text == #"200 {"ok":true,"tx_hash":"\#(hash)"}"#)
            #expect(chain.token.supply == BigUInt(1_000 * count))
            let row = try #require(try gateway.ledger.epochRows().first)
            #expect(row.anchor.equals(.text(hash)) && row.finalized.equals(.integer(1)))
        }
        #expect(
            gateway.ask("/token/supply").text == """
                200 {"total_supply":2000,"total_supply_tokens":2e-15,\
                "max_supply":21000000000000000000000000,"max_supply_tokens":21000000.0,\
                "remaining":20999999999999999999998000,"remaining_tokens":21000000.0}
                """)
    }

    @Test("A failure of the minter is an answer with its text, and settles nothing")
    func failures() throws {
        let keyless = try gateway(account: nil)
        #expect(execute(keyless).hasPrefix(#"500 {"detail":"No private key configured. "#))
        chain.isConnected = false
        let gateway = try gateway()
        #expect(
            gateway.ask("/token/supply").text
                == #"500 {"detail":"Failed to connect to blockchain network at https:"#
                + #"//polygon-rpc.com"}"#)
        #expect(
            gateway.ask("/mint/execute", #"{"epoch_id": 7}"#).answer.status == 422)
        #expect(try gateway.ledger.epochRows()[0].finalized.equals(.integer(0)))
    }
}
