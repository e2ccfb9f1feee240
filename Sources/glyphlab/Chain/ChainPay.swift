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
            Example: glyphlab chain pay --db chain.db --wallet me --to-wallet you --amount 250
            """)

    @OptionGroup var database: DatabaseOption

    @Option(help: "The lab wallet that pays, by its name.")
    var wallet: String

    @Option(help: "The address that is paid.")
    var to: String?

    @Option(help: "The lab wallet that is paid, by its name.")
    var toWallet: String?

    @Option(help: "The amount in units; a coin has 100.")
    var amount: UInt64

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (to == nil) != (toWallet == nil) else {
            throw ValidationError("expected one of --to and --to-wallet")
        }
        if let to { try ChainAddress.check("to", to) }
    }

    func run() throws {
        try Outcome.ending { try run(on: try database.store(), model: nil) }
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
