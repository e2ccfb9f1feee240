internal import ChainConformance
internal import Conformance
internal import Fingerprints
internal import Proving
internal import PublishedNode
internal import PythonValues

/// Records of several published nodes: each node that is no script is replayed alone; its requests,
/// answers, lines, exit codes and files are compared.
struct ScenarioVectors: VectorJudge {
    let name = "node_scenario"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        ["events", "blocks", "initial", "final"].allSatisfy { document[$0] != nil }
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        guard let chains = try NodeChains.beside(surroundings) else {
            let reason = "needs \(NodeChains.fileName) in the same folder"
            return [VectorOutcome(index: "all", .skipped(reason: reason))]
        }
        let proofs: any ProofSource
        switch try surroundings.prover(named: document.vectorDocument.member("model")) {
        case .here(let prover): proofs = RememberedProofs(prover)
        case .missing(let reason):
            return [VectorOutcome(index: "all", .skipped(reason: reason))]
        }
        let record = try ScenarioRecord(document.vectorDocument, chains)
        let initial = try document.vectorDocument.member("initial")
        let final = try document.vectorDocument.member("final")
        var outcomes: [VectorOutcome] = []
        for node in record.names {
            guard let told = try initial.optional(node) else { continue }
            let files = try Self.files(told, record)
            let replay = NodeReplay(
                record, try NodeHistory(of: node, in: record), files: files, proofs: proofs)
            outcomes += replay.outcomes()
            outcomes += try Self.outcomes(node, files, final.member(node), record)
        }
        return outcomes
    }

    private static func files(
        _ told: VectorValue, _ record: ScenarioRecord
    ) throws -> HeldFiles {
        let forms = FolderForms(chains: record.chains)
        let files = HeldFiles()
        if let chain = try told.optional("chain") {
            files.replace(.chain, with: try forms.chain(chain))
        }
        if let names = try told.optional("wallets") {
            files.replace(.wallets, with: try forms.wallets(names))
        }
        if let peers = try told.optional("peers") {
            files.replace(.peers, with: try record.file(peers))
        }
        return files
    }

    private static func outcomes(
        _ node: String, _ files: HeldFiles, _ told: VectorValue, _ record: ScenarioRecord
    ) throws -> [VectorOutcome] {
        try NodeFile.allCases.map { file in
            var expected: [UInt8]?
            if let told = try told.optional(file.rawValue) {
                expected =
                    file == .wallets
                    ? try FolderForms(chains: record.chains).wallets(told) : try record.file(told)
            }
            return VectorOutcome(
                index: "\(node) \(file.rawValue)", expected: shown(expected),
                got: shown(files.read(file)))
        }
    }

    private static func shown(_ bytes: [UInt8]?) -> String {
        bytes.map { String(decoding: $0, as: UTF8.self) } ?? "no file"
    }
}
