internal import Conformance
internal import Fingerprints
internal import PublishedNode
internal import PythonValues
internal import Synchronization

/// A command line with the folder that it is run in.
struct CommandLineCase {
    private static let seconds = 1_760_000_000
    /// An address where nobody listens.
    private static let seed = "http://127.0.0.1:1"

    let vector: VectorValue
    let chains: NodeChains
    let proofs: any ProofSource

    private var forms: FolderForms { FolderForms(chains: chains) }

    func arguments() throws -> [String] {
        try vector.member("args").elements().map { try $0.string() }
    }

    // MARK: Before

    func filesBefore() throws -> HeldFiles {
        let files = HeldFiles()
        let before = try vector.member("before")
        if let chain = try before.optional("chain") {
            files.replace(.chain, with: try forms.chain(chain))
        }
        if let names = try before.optional("wallets") {
            files.replace(.wallets, with: try forms.wallets(names))
        }
        if let mempool = try before.optional("mempool") {
            files.replace(
                .mempool, with: try FolderForms.indented(mempool.value, mempool.place))
        }
        for file in NodeFile.allCases {
            guard let text = try before.optional(file.rawValue) else { continue }
            files.replace(file, with: Array(try text.string().utf8))
        }
        return files
    }

    // MARK: The run

    func outcome(_ files: HeldFiles) throws -> VectorOutcome {
        let before = NodeFile.allCases.map { files.read($0) }
        var variables = ["POI_SEEDS": Self.seed]  // looked up, never iterated
        if let settings = try vector.optional("env") {
            for name in ["POI_NEW_CHAIN", "POI_PREFIX", "POI_CHUNK"] {
                if let value = try settings.optional(name) {
                    variables[name] = try value.string()
                }
            }
        }
        // A prefix names other files: those without it lie beside them.
        let named = (variables["POI_PREFIX"] ?? "").isEmpty ? files : HeldFiles()
        let log = LineLog()
        let ending = try ending(named, variables, log)
        let after = NodeFile.allCases.map { named.read($0) ?? files.read($0) }
        let told = CommandLineOutcome(vector: vector, forms: forms)
        return VectorOutcome(
            index: try vector.member("id").string(),
            expected: try told.expected(before: before, after: after),
            got: told.text(ending: ending, lines: LineForms.general(log.lines), files: after))
    }

    private func ending(
        _ files: HeldFiles, _ variables: [String: String],  // looked up, never iterated
        _ log: LineLog
    ) throws -> String {
        let environment: NodeEnvironment
        do throws(PythonError) {
            environment = try NodeEnvironment(variables: variables, defaultSeeds: [])
        } catch {
            return "exit 1, \(error.name)"
        }
        let clock = ReplayClock(milliseconds: Self.seconds * 1000)
        let program = PublishedProgram(
            NodeSurroundings(
                folder: PublishedFolder(files: files), clock: clock,
                chance: SeededChance(seed: "vectors", actor: "commands"),
                miner: try miner(files, clock), proofs: proofs,
                transport: ReplayTransport.nobody, printLine: { log.append($0) }),
            environment: environment, startServer: { _ in 0 })
        switch program.execute(try arguments()) {
        case .exit(let code): return "exit \(code), none"
        case .raised(.python(let error)): return "exit 1, \(error.name)"
        case .raised(.file(let error)): return "exit 1, OSError: \(error)"
        case .serves(let port): return "serves on \(port)"
        case .runs: return "runs"
        }
    }

    /// A miner that is handed the blocks that stand in the chain afterwards alone, one a win.
    private func miner(_ files: HeldFiles, _ clock: ReplayClock) throws -> ReplayMiner {
        let lines = try vector.member("printed").elements().map { try $0.string() }
            .filter { LineForms.attemptCount($0) != nil }
        let blocks: [VectorValue] =
            if let chain = try vector.member("after").optional("chain"),
                case .dictionary = chain.value
            {
                Array(try chain.member("json").elements().suffix(lines.count))
            } else {
                []
            }
        let isNew = try vector.member("printed").elements().contains { line in
            try LineForms.newWallet(line.string()) != nil
        }
        let wins = zip(blocks, lines).compactMap { RecordedWin(block: $0.value, line: $1) }
        let left = Mutex(wins[...])
        let proofs = proofs
        return ReplayMiner { draft, attemptCountMax in
            guard let next = left.withLock({ $0.popFirst() }) else {
                return MiningSlice(win: nil, attemptCount: attemptCountMax)
            }
            clock.set(milliseconds: next.seconds * 1000)
            // A wallet that was made is another than the recorded one.
            return next.slice(for: isNew ? nil : draft, proofs: proofs)
        }
    }
}
