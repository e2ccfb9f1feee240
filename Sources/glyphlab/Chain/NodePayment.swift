import Chains
import Encodings
import GlyphChain
import HardenedNode
import NodeServing
import Platform
import PublishedNode
import PythonValues
import Synchronization
import Trials

/// A payment that a running node takes.
struct NodePayment {
    private static let unitsPerCoin: UInt64 = 100

    let wallet: String
    let to: String
    let amount: UInt64

    // MARK: Hardened

    /// Signs a payment here and hands it to a hardened node. **Throws:** ``Failure``.
    func pay(node url: String) throws -> (accepted: Bool, report: JSONValue) {
        let calls = GatewayCalls(node: url)
        let sender = Wallet(seed: wallet)
        let page = "\(HoldingPage.path)?address=\(sender.address)"
        guard
            let status = NodeStatus(
                bytes: try calls.bytes(.get, NodeStatus.path), isStrict: false),
            let holding = HoldingPage.holding(try calls.bytes(.get, page))
        else {
            throw Failure(
                outcome: .inconclusive,
                message: "\(url): expected a hardened node's status, got something else")
        }
        guard let address = Address(hexadecimal: to),
            let payment = HardenedTransaction(
                chainID: status.chain, to: address, amount: amount, nonce: holding.nextNonce,
                privateKey: sender.privateKey)
        else {
            throw Failure(
                outcome: .badInput, message: "to: expected an address and an amount, got \(to)")
        }
        let (code, answer) = try calls.anyAnswer(
            .post, PaymentLists.path, body: payment.bytes)
        let words = try? JSONParser.parse(
            answer, byteCountMax: HardenedNodeLimits.jsonByteCountMax)
        return (
            (200..<300).contains(code),
            .object([
                JSONMember("from", .string(sender.address)), JSONMember("to", .string(to)),
                JSONMember("amount", .string("\(amount)")),
                JSONMember("nonce", .string("\(holding.nextNonce)")),
                JSONMember("status", .integer(code)), JSONMember("answer", words ?? .null),
            ])
        )
    }

    // MARK: Published

    /// Signs a payment by a wallet of a published folder, into the folder's mempool, as the
    /// published program's `send` does. **Throws:** ``Failure``.
    func send(folder path: String) throws -> (lines: [String], report: JSONValue) {
        let folder = PublishedFolder(files: FolderFiles(folder: path))
        try check(folder, path)
        let lines = LineList()
        let chance = SeededChance(seed: ChainNodeOptions.machineSeed, actor: "payment")
        let commands = PublishedProgram(
            NodeSurroundings(
                folder: folder, clock: LabClock(nil),
                chance: chance, miner: ProofMiner(proofs: NoModel(), chance: chance),
                proofs: NoModel(), transport: PlainTransport(stop: NodeStop()),
                printLine: { lines.add($0) }),
            environment: NodeEnvironment(seeds: [], chunk: 1, startsNewChain: false)
        ) { _ in 0 }
        let rest = amount % Self.unitsPerCoin
        let coins = "\(amount / Self.unitsPerCoin).\(rest < 10 ? "0" : "")\(rest)"
        switch commands.execute(["send", wallet, to, coins]) {
        case .exit(0): break
        case .exit(let code):
            throw Failure(outcome: .doesNotHold, message: "\(path): exit \(code)")
        case .raised(let fault):
            throw Failure(outcome: .badInput, message: "\(path): \(fault)")
        case .serves, .runs:
            throw Failure(outcome: .labFault, message: "\(path): no payment")
        }
        return (
            lines.all,
            .object([
                JSONMember("from", .string(wallet)), JSONMember("to", .string(to)),
                JSONMember("amount", .string("\(amount)")),
                JSONMember("lines", .array(lines.all.map(JSONValue.string))),
            ])
        )
    }

    /// **Throws:** ``Failure`` where the folder has no wallet of that name.
    private func check(_ folder: PublishedFolder, _ path: String) throws {
        let wallets: PythonValue
        do {
            wallets = try folder.wallets()
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
        guard case .dictionary(let members) = wallets, members[PythonText(wallet)] != nil else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a wallet \(wallet) in "
                    + "\(NodeFile.wallets.rawValue), got none")
        }
    }
}

/// Lines in the order of their coming.
private final class LineList: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
