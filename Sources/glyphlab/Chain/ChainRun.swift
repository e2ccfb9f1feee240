import ArgumentParser
import NodeServing

struct ChainRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a full node: serve, exchange with peers, and mine.",
        discussion: """
            The address that is served is the first line of standard output; on a terminal, \
            standard error shows how the node stands, elsewhere it has a line for each event. \
            A published node asks its peers every 20 seconds and mines in slices between; it \
            begins a chain of its own only with --new-chain, and ends where the published \
            program would; only one runs in a folder. A published node's page and figures are on \
            --page-port, a hardened one's on its own port. SIGINT or SIGTERM ends it with its \
            server; the exit code is 0 then.
            Example: glyphlab chain run --folder node --model Models/glyph-nano --new-chain
            Example: glyphlab chain run --rules hardened --db node.db --model Models/glyph-nano \
            --peers http://127.0.0.1:9401 --port 9403 --allow-private
            """)

    private static let chunkMax = 1_000_000

    @OptionGroup var node: ChainNodeOptions
    @OptionGroup var listen: NodeListenOptions

    @Option(
        help: """
            The wallet that is paid: one of a published folder, made where there is none, or a \
            lab wallet of the hardened rules.
            """)
    var wallet = "miner"

    @Flag(help: "Begin a published chain of one's own where no seed answers.")
    var newChain = false

    @Option(help: "How many attempts a published node makes between two looks at its inbox.")
    var chunk = RunLimits.chunk

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !wallet.isEmpty else {
            throw ValidationError("wallet: expected a name, got none")
        }
        guard (1...Self.chunkMax).contains(chunk) else {
            throw ValidationError("chunk: expected 1 to \(Self.chunkMax), got \(chunk)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let console = NodeConsole(level: node.logLevel.level)
            let report = NodeBeginning(rules: node.rules, format: format)
            switch node.rules {
            case .published:
                return try PublishedService(
                    node, usesModel: true, startsNewChain: newChain, chunk: chunk,
                    log: console.log
                ).run(listen, wallet: wallet, console: console, begun: report.tell)
            case .hardened:
                let socket = try HardenedService.socket(listen)
                return try HardenedService(
                    node, address: listen.ownAddress(of: socket.address),
                    allowsPrivate: listen.allowPrivate, log: console.log
                ).run(
                    on: socket, wallet: wallet, seed: node.seedText,
                    untilInputEnds: listen.untilInputEnds, console: console,
                    begun: report.tell)
            }
        }
    }
}
