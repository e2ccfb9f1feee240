import ArgumentParser
import Chains
import Encodings
import Reports
import Trials

struct ChainPay: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "pay",
        abstract: "Sign a payment, which waits for the next block.",
        discussion: """
            The keys of lab wallets are derived from their names: they protect only the lab's coins.
            With --node the payment is signed here and handed to a hardened node that runs. With \
            --folder it goes into a published node's mempool, signed by a wallet of the folder; \
            --to-wallet is a wallet of the folder then, and nothing is checked.
            Example: glyphlab chain pay --db chain.db --wallet me --to-wallet you --amount 250
            Example: glyphlab chain pay --node http://127.0.0.1:9401 --wallet me --to-wallet you \
            --amount 250
            """)

    @Option(help: "The chain's database, a file.")
    var db: String?

    @Option(help: "The URL of a hardened node that runs.")
    var node: ServerURL?

    @Option(help: "The folder of a published node.")
    var folder: String?

    @Option(help: "The wallet that pays, by its name.")
    var wallet: String

    @Option(help: "The address that is paid.")
    var to: String?

    @Option(help: "The wallet that is paid, by its name.")
    var toWallet: String?

    @Option(help: "The amount in units; a coin has 100.")
    var amount: UInt64

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (to == nil) != (toWallet == nil) else {
            throw ValidationError("expected one of --to and --to-wallet")
        }
        guard [db, node?.text, folder].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("expected one of --db, --node and --folder")
        }
        if let db { try DatabaseOption.check(db) }
        if let to { try ChainAddress.check("to", to) }
    }

    func run() throws {
        try Outcome.ending {
            if let node { return try pay(node.text) }
            if let folder { return try send(folder) }
            return try run(on: try DatabaseOption.store(db ?? ""), model: nil)
        }
    }

    private func pay(_ node: String) throws -> Outcome {
        let receiver = to ?? Wallet(seed: toWallet ?? "").address
        let (isAccepted, report) = try NodePayment(wallet: wallet, to: receiver, amount: amount)
            .pay(node: node)
        format.write(
            text: isAccepted
                ? "taken: \(amount) units to \(receiver)\n"
                : "refused: \(report.member("answer")?.compactText ?? "")\n",
            json: report)
        return isAccepted ? .holds : .doesNotHold
    }

    private func send(_ folder: String) throws -> Outcome {
        let (lines, report) = try NodePayment(
            wallet: wallet, to: to ?? toWallet ?? "", amount: amount
        ).send(folder: folder)
        format.write(text: lines.map { $0 + "\n" }.joined(), json: report)
        return .holds
    }

    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome {
        let from = Wallet(seed: wallet)
        let receiver = to ?? Wallet(seed: toWallet ?? "").address
        let nonce = node.holding(of: from.address).nextNonce
        var report = ChainReport(node)
        do {
            let payment = try node.rules.payment(
                from: from, to: receiver, amount: amount, nonce: nonce)
            _ = try node.submit(transaction: payment).get()
        } catch let refusal as Refusal {
            report.errors = [refusal]
        }
        let count = node.waitingTransactions.count
        report.more = [
            ("from", from.address, .string(from.address)),
            ("to", receiver, .string(receiver)),
            ("amount", "\(amount) units", .string("\(amount)")),
            ("nonce", "\(nonce)", .string("\(nonce)")),
        ]
        report.more += [("waiting", "\(count)", .integer(count))]
        format.write(text: report.text, json: report.json)
        return report.isValid ? .holds : .doesNotHold
    }
}
