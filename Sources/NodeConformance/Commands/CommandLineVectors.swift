internal import ChainConformance
internal import Conformance
internal import Fingerprints
internal import Proving
internal import PublishedNode
internal import PythonValues

/// Command lines of the published program, each as a process of its own: exit code, class of the
/// exception, lines, and all files afterwards.
struct CommandLineVectors: VectorJudge {
    private static let model = VectorValue(.text("synth-tiny"), place: "the pinned model")
    /// Commands that compute proofs.
    private static let proving = ["verify", "mine"]

    let name = "node_commands"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"],
            case .dictionary(let first)? = cases.first
        else { return false }
        return ["args", "exit", "printed", "exception"].allSatisfy { first[$0] != nil }
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let cases = try document.vectorDocument.member("cases").elements()
        guard let chains = try NodeChains.beside(surroundings) else {
            let reason = "needs \(NodeChains.fileName) in the same folder"
            return try cases.map {
                VectorOutcome(index: try $0.member("id").string(), .skipped(reason: reason))
            }
        }
        let proofs: any ProofSource
        var missing: String?
        switch try surroundings.prover(named: Self.model) {
        case .here(let prover): proofs = RememberedProofs(prover)
        case .missing(let reason):
            proofs = NoProofs()
            missing = reason
        }
        var outcomes: [VectorOutcome] = []
        var files = HeldFiles()
        for vector in cases {
            let command = CommandLineCase(vector: vector, chains: chains, proofs: proofs)
            let id = try vector.member("id").string()
            if let missing, Self.proving.contains(try command.arguments().first ?? "") {
                outcomes.append(VectorOutcome(index: id, .skipped(reason: missing)))
                continue
            }
            if case .dictionary = try vector.member("before").value {
                files = try command.filesBefore()
            }
            outcomes.append(try command.outcome(files))
        }
        return outcomes
    }
}

/// A source that has no model.
private struct NoProofs: ProofSource {
    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        throw NoProof(why: "no model")
    }
}
