package import BigInt
internal import GlyphChain
internal import PythonValues

/// A process of the published program: a command line from its beginning to its end, or to where
/// it serves or runs for ever.
package struct PublishedProgram {
    private static let portDefault: BigInt = 9401
    private static let portMax: BigInt = 65_535
    private static let attemptCountMax = 200_000

    /// The end of a command.
    package enum Ending {
        /// The process's exit code.
        case exit(Int)
        /// An exception, which the interpreter prints; exit code 1.
        case raised(NodeFault)
        /// A server of the folder is to listen.
        case serves(port: Int)
        /// A full node's loop is to be stepped.
        case runs(PublishedRun)
    }

    private let surroundings: NodeSurroundings
    private let environment: NodeEnvironment
    private let startServer: (_ port: BigInt) -> Int

    /// - Parameter startServer: starts the server of a full node, on a port that may be none.
    ///   **Result:** the server's process.
    package init(
        _ surroundings: NodeSurroundings, environment: NodeEnvironment,
        startServer: @escaping (_ port: BigInt) -> Int
    ) {
        self.surroundings = surroundings
        self.environment = environment
        self.startServer = startServer
    }

    /// The line of a server that listens.
    package static func listeningLine(port: Int) -> String {
        "[serve] node listening on 0.0.0.0:\(port)  (GET /chain /status /peers, POST /chain)"
    }

    /// - Parameter arguments: those behind the program's name.
    package func execute(_ arguments: [String]) -> Ending {
        do throws(NodeFault) {
            return try ending(ArgumentList(arguments: arguments.map { PythonText($0) }))
        } catch {
            return .raised(error)
        }
    }

    private func ending(_ arguments: ArgumentList) throws(NodeFault) -> Ending {
        // Every command reads the chain file first.
        let chain = try surroundings.folder.chain()
        let commands = ChainCommands(surroundings: surroundings, chain: chain)
        switch arguments.text(0, or: "show").shown {
        case "show":
            try NodeFault.python { () throws(PythonError) in try commands.show() }
        case "balance": return .exit(try commands.balance() ? 0 : 1)
        case "verify":
            let isValid = try NodeFault.python { () throws(PythonError) in
                try commands.verify()
            }
            return .exit(isValid ? 0 : 1)
        case "wallet": try wallet(arguments.text(1))
        case "send":
            let command = SendCommand(surroundings: surroundings, chain: chain)
            try command.send(
                from: arguments.text(1), to: arguments.text(2), coins: arguments.text(3))
        case "mine":
            return try mine(
                chain, blockCount: arguments.integer(1, or: 1),
                wallet: arguments.text(2, or: "miner"))
        case "sync": _ = try surroundings.sync.sync(with: arguments.text(1))
        case "serve": return try serve(arguments.integer(1, or: Self.portDefault))
        case "run":
            let port = try arguments.integer(2, or: Self.portDefault)
            return try run(wallet: arguments.text(1, or: "miner"), port: port)
        default: PublishedHelp.lines.forEach(surroundings.printLine)
        }
        return .exit(0)
    }

    private func wallet(_ name: PythonText) throws(NodeFault) {
        let address = try PublishedWallets(surroundings).address(of: name)
        surroundings.printLine("[wallet] '\(name.shown)' address: \(address)")
    }

    private func serve(_ port: BigInt) throws(NodeFault) -> Ending {
        guard port >= 0, port <= Self.portMax else {
            throw .python(.overflow("bind(): port must be 0-65535."))
        }
        return .serves(port: Int(port))
    }

    private func run(wallet: PythonText, port: BigInt) throws(NodeFault) -> Ending {
        var run = try PublishedRun(
            surroundings, environment: environment, wallet: wallet
        ) { startServer(port) }
        return try run.start() ? .runs(run) : .exit(1)
    }

    // MARK: mine

    private func mine(
        _ loaded: PythonValue, blockCount: BigInt, wallet: PythonText
    ) throws(NodeFault) -> Ending {
        var chain = loaded
        if try Self.isFresh(chain) {
            chain = try chainOfSeeds(chain)
            if try Self.isFresh(chain), !environment.startsNewChain {
                PublishedHelp.isolatedChain.forEach(surroundings.printLine)
                return .exit(1)
            }
        }
        let mining = PublishedMining(
            surroundings: surroundings,
            address: try PublishedWallets(surroundings).address(of: wallet))
        // The first block takes the mempool, the others are without payments.
        var mempool = try surroundings.folder.mempool()
        var mined: BigInt = 0
        while mined < blockCount {
            let blocks = try NodeFault.python { () throws(PythonError) in
                try Self.extended(chain, mempool, mining)
            }
            chain = .list(blocks)
            mempool = .list([])
            try surroundings.folder.writeChain(chain)
            if mined == 0 { try surroundings.folder.writeMempool(mempool) }
            mined += 1
        }
        let (height, work) = try NodeFault.python { () throws(PythonError) in
            (try ChainFacts.height(of: chain), try ChainFacts.work(of: chain).pythonText())
        }
        surroundings.printLine("[node] height \(height), total work \(work)")
        return .exit(0)
    }

    private static func extended(
        _ chain: PythonValue, _ mempool: PythonValue, _ mining: PublishedMining
    ) throws(PythonError) -> [PythonValue] {
        let blocks = try chain.elements()
        let block = try mining.block(
            on: blocks, payments: mempool.elements(), attemptCountMax: attemptCountMax)
        guard let block else {
            throw .other(name: "RuntimeError", "no win in \(attemptCountMax) attempts")
        }
        return blocks + [block]
    }

    private static func isFresh(_ chain: PythonValue) throws(NodeFault) -> Bool {
        try NodeFault.python { () throws(PythonError) in try ChainFacts.height(of: chain) <= 0 }
    }

    private func chainOfSeeds(_ loaded: PythonValue) throws(NodeFault) -> PythonValue {
        surroundings.printLine("[node] fresh chain detected \u{2014} trying seed nodes ...")
        var chain = loaded
        for seed in environment.seeds {
            do throws(NodeFault) {
                _ = try surroundings.sync.sync(with: seed)
                chain = try surroundings.folder.chain()
            } catch {
                surroundings.printLine(
                    "[node] seed \(seed.shown) unreachable (\(error.message))")
            }
            if try !Self.isFresh(chain) { break }
        }
        return chain
    }
}

/// The words behind the program's name.
private struct ArgumentList {
    let arguments: [PythonText]

    /// **Throws:** ``NodeFault``: an index where there is no such word.
    func text(_ place: Int) throws(NodeFault) -> PythonText {
        guard place < arguments.count else { throw .python(.index("list index out of range")) }
        return arguments[place]
    }

    func text(_ place: Int, or other: String) -> PythonText {
        place < arguments.count ? arguments[place] : PythonText(other)
    }

    /// **Throws:** ``NodeFault``: a value where the word spells no integer.
    func integer(_ place: Int, or other: BigInt) throws(NodeFault) -> BigInt {
        guard place < arguments.count else { return other }
        return try NodeFault.python { () throws(PythonError) in try arguments[place].integer() }
    }
}
