import ArgumentParser
import Encodings
import LearningNetwork
import Platform
import Reports

/// The kinds of transactions that a client signs.
enum SentKind: String, CaseIterable, ExpressibleByArgument {
    case pay, bond, unbond

    var kind: LearningTransaction.Kind {
        switch self {
        case .pay: .pay
        case .bond: .bond
        case .unbond: .unbond
        }
    }
}

struct LearningClientSend: ParsableCommand {
    private static let pauseMilliseconds = 200

    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Pay, bond or end a bond: signed here, sent by eth_sendRawTransaction.",
        discussion: """
            The transaction is signed for the network of the folder, whatever the node says of \
            itself.
            Example: glyphlab system client learning send --node http://127.0.0.1:8080 \
            --network pol --key pol/node_5.key --to 0x… --amount 2.5 --wait
            """)

    @OptionGroup var node: LearningNodeOption

    @Option(help: "The network's folder.")
    var network: String

    @Option(help: "The key file of who pays.")
    var key: String

    @Option(help: "pay, bond or unbond.")
    var kind = SentKind.pay

    @Option(help: "The address that is paid: 0x and 40 digits.")
    var to: String?

    @Option(help: "How much, in POL.")
    var amount: CoinAmount

    @Option(help: "What the miner gets, in POL.")
    var fee = CoinAmount(units: LearningLimits.unitsPerCoin / 10)

    @Flag(help: "Wait until the transaction is in a block.")
    var wait = false

    @Option(help: "The seconds to wait, from 1 to 86400.")
    var seconds = 60

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (to != nil) == (kind == .pay) else {
            throw ValidationError("to: expected with a payment, and with nothing else")
        }
        guard to.map({ LearningKey.address(named: $0) != nil }) ?? true else {
            throw ValidationError("to: expected 0x and 40 digits of hexadecimal")
        }
        guard (1...86_400).contains(seconds) else {
            throw ValidationError("seconds: expected 1 to 86400, got \(seconds)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let genesis = try LearningFolder(path: network).genesis
            let signer = try LearningKeyFile.signer(key)
            let calls = node.calls
            let account = try calls.page("balance/" + signer.address)
            let bytes = LearningTransaction.signed(
                kind.kind, by: signer, to: to.flatMap(LearningKey.address(named:)) ?? "",
                amount: amount.units, fee: fee.units,
                nonce: account.member("pending_nonce")?.integerValue ?? 0,
                network: genesis.network)
            let hash =
                try calls.result(
                    "eth_sendRawTransaction", [.string("0x" + Hexadecimal.text(of: bytes))]
                ).stringValue ?? ""
            let block = wait ? try blockNumber(hash, signer.address, calls) : nil
            format.write(
                text: hash + (block.map { " in block \($0)" } ?? "") + "\n",
                json: .object([
                    JSONMember("hash", .string(hash)),
                    JSONMember("block", block.map(JSONValue.integer) ?? .null),
                ]))
            return .holds
        }
    }

    private func blockNumber(
        _ hash: String, _ address: String, _ calls: LearningNodeCalls
    ) throws -> Int {
        let watch = Stopwatch()
        while watch.nanoseconds / 1_000_000_000 < seconds {
            let all = try calls.page("transactions/" + address).arrayValue ?? []
            let found = all.first { $0.member("hash")?.stringValue.map { "0x" + $0 } == hash }
            if let block = found?.member("block")?.integerValue { return block }
            Pause.wait(milliseconds: Self.pauseMilliseconds)
        }
        throw Failure(
            outcome: .inconclusive, message: "\(hash): expected in a block within \(seconds) s")
    }
}
