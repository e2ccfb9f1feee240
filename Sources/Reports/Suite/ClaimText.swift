internal import Trials

/// The claims as reports explain them.
struct ClaimText {
    /// The claim's name, of one or two words.
    let name: String
    /// The claim as one sentence.
    let claimed: String
    /// How bad it is where that is broken and the scenario says nothing else.
    let severity: Severity

    init(_ claim: Claim) {
        (name, claimed, severity) = Self.texts(claim)
    }

    private static func texts(_ claim: Claim) -> (String, String, Severity) {
        switch claim {
        case .encoding: ("Encoding", "Every byte string has one meaning.", .high)
        case .signatures: ("Signatures", "Only the holder of a key acts for it.", .critical)
        case .hashing: ("Hashing", "A hash commits to exactly one object.", .critical)
        case .ledger: ("Ledger", "Supply and balances add up.", .critical)
        case .time: ("Time", "Timestamps and difficulty follow the rules.", .high)
        case .forkChoice:
            ("Fork choice", "The most valid work wins, in whatever order it came.", .critical)
        case .proofOfInference:
            (
                "Proof of inference", "The reward went to whoever ran the agreed model.",
                .critical
            )
        case .model: ("Model", "The files are those of the agreed model.", .high)
        case .quorum: ("Quorum", "Enough of those who are asked agreed.", .critical)
        case .training: ("Training", "The training that was paid for was done.", .high)
        case .storage:
            ("Storage", "What was stored stays, and shows where it was changed.", .high)
        case .resources: ("Resources", "Costs are bounded, and nothing crashes.", .medium)
        case .network: ("Network", "Peers and gossip keep honest nodes connected.", .medium)
        case .determinism:
            ("Determinism", "The same input gives the same state everywhere.", .critical)
        }
    }
}
