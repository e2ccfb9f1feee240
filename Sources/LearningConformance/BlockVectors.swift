internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// Blocks, each given to a ledger of a first block alone, and the grown chain's check.
struct BlockVectors: VectorJudge {
    private static let genesisTime = PythonText("1700000000.5")
    let name = "blocks"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["block"] != nil && $0["block_hash"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let now = try Self.genesisTime.float()
        let genesis = try PublishedLedger(now: now).tip.hash.requiredText().shown
        let first = VectorOutcome(
            index: "genesis", expected: try root.member("genesis_hash").string(), got: genesis)
        return try [first]
            + root.member("cases").elements().enumerated().map { index, vector in
                VectorOutcome(
                    index: String(index), expected: try Self.expected(vector),
                    got: try Self.got(vector, genesisTime: now))
            }
    }

    private static func expected(_ vector: VectorValue) throws -> String {
        let exception = try vector.member("handler_exception")
        var parts = try [
            vector.member("verdict").string(), vector.reason(),
            exception.isNull ? "-" : exception.string(), vector.member("block_hash").string(),
            vector.member("learning").boolean() ? "learning" : "no learning",
        ]
        if let balances = try vector.optional("balances_after") {
            parts.append(try PublishedHash.encoding(balances.value))
            parts.append(try vector.chainReason())
        }
        return parts.joined(separator: " ")
    }

    private static func got(_ vector: VectorValue, genesisTime: PythonFloat) throws -> String {
        let ledger = PublishedLedger(now: genesisTime)
        ledger.balances = try vector.member("balances").balances()
        let block = try PublishedBlock(
            vector.member("block").document(), now: genesisTime, rebuilds: true)
        let (refusal, exception) = ledger.propose(block)
        var parts = [
            refusal == nil ? "accept" : "reject", refusal?.name ?? "-", exception?.name ?? "-",
            try block.computedHash(),
        ]
        let proof = try block.consensusProof.object(for: "authority_nodes")
        parts.append(try ConsensusRule.isProofOfLearning(proof) ? "learning" : "no learning")
        if refusal == nil {
            parts.append(try PublishedHash.encoding(ledger.balances.spelt))
            parts.append(try ledger.chainRefusal()?.rawValue ?? "valid")
        }
        return parts.joined(separator: " ")
    }
}

extension VectorValue {
    /// The rule that the chain's check fails by; `valid` where it fails none.
    func chainReason() throws -> String {
        guard try !member("chain_valid").boolean() else { return "valid" }
        return try member("chain_reason").string()
    }
}
