import ArgumentParser
import BigInt
import Chains
import Cryptography
import Encodings
import GlyphChain
import Platform
import Reports
import Trials

struct ChainShow: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the contents of a chain's database.",
        discussion: """
            With --block, one block in the form of a chain's file; with --wallet, also the address \
            of the lab wallet of that name.
            Example: glyphlab chain show --db chain.db --last 20
            """)

    @OptionGroup var database: DatabaseOption

    @Option(help: "Print the block at this height.")
    var block: Int?

    @Option(help: "How many of the last blocks to list.")
    var last = 5

    @Option(help: "Print the address of the lab wallet of this name.")
    var wallet: String?

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending { try run(on: try database.store(forReading: true), model: nil) }
    }

    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome {
        if let block {
            guard (0...node.height).contains(block) else {
                throw Failure(
                    outcome: .badInput,
                    message: "block: expected a height from 0 to \(node.height), got \(block)")
            }
            let element = node.rules.documentElement(try node.blockBytes(atHeight: block))
            StandardStreams.writeResult(String(decoding: element, as: UTF8.self) + "\n")
            return .holds
        }
        var report = ChainReport(node)
        let (kept, waiting) = (node.keptBlockCount, node.waitingTransactions.count)
        report.more = [
            ("kept_blocks", "\(kept) on other branches", .integer(kept)),
            ("waiting", "\(waiting) payments", .integer(waiting)),
        ]
        let payments = node.waitingTransactions.map { Self.text(of: $0, node.rules) }
        if let wallet {
            let address = Wallet(seed: wallet).address
            report.more.append(("wallet", address, .string(address)))
        }
        let listing = ChainListing(
            chain: report, payments: payments, blocks: try recent(node))
        format.write(text: listing.text, json: listing.json)
        return .holds
    }

    /// A payment for people; published ones are the texts that peers send.
    private static func text<Rules: ChainRules>(
        of transaction: Rules.Transaction, _ rules: Rules
    ) -> String {
        guard let payment = transaction as? HardenedTransaction else {
            return String(decoding: rules.bytes(of: transaction), as: UTF8.self)
        }
        let (from, to) = (payment.from.bytes, payment.to.bytes)
        return "\(payment.amount) units from \(Hexadecimal.text(of: from)) to "
            + Hexadecimal.text(of: to)
    }

    private func recent<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> [ChainListing.Row] {
        let chain = node.chain
        return try (max(0, node.height + 1 - max(0, last))..<node.height + 1).map { height in
            let block = try node.rules.block(try node.blockBytes(atHeight: height))
            let link = chain[height]
            return ChainListing.Row(
                height: height, hash: link.hash, miner: link.miner,
                paymentCount: node.rules.transactions(of: block).count,
                timestampSeconds: link.timestampSeconds, work: String(height == 0 ? 0 : link.work),
                state: node.stateDigests[height].text)
        }
    }
}
