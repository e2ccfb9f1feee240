internal import Conformance
internal import Encodings
internal import GlyphChain
internal import Proving
internal import PythonValues
internal import Trials

/// A chain that the published node mined and accepts, with its tip, work and balances.
struct MinedChainVectors: LongVectorJudge {
    let name = "chain_synth_tiny"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document["chain"] != nil && document["clock_at_verification"] != nil
    }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let document = document.vectorDocument
        let chain = try document.member("chain")
        let blockCount = try chain.elements().count
        guard case .dictionary(let balances) = try document.member("balances").value else {
            throw VectorFormError(
                place: "document.balances", expected: "an object",
                got: try document.member("balances").value.typeName)
        }
        let clock = try ChainVectorText.clock(document.member("clock_at_verification"))
        let expected =
            try [
                ("refusals", "none"), ("height", String(blockCount - 1)),
                ("tip", document.member("tip").string()),
                ("work", document.member("chain_work").string()),
                ("accounts", String(balances.count)),
            ]
            + balances.members.map { ("balance of \($0.key.shown)", PublishedText.json($0.value)) }
        let prover: Prover
        switch try surroundings.prover(named: document.member("model")) {
        case .missing(let reason):
            return expected.map { VectorOutcome(index: $0.0, .skipped(reason: reason)) }
        case .here(let here): prover = here
        }
        let verifier = PublishedVerifier(
            proofs: LookaheadProofs(prover, document: chain.value), clockSeconds: clock)
        let counter = CaseCounter(total: blockCount, progress)
        let judgement = verifier.judgement(of: chain.value, onBlock: counter.advance)
        let got =
            [
                judgement.isAccepted
                    ? "none" : judgement.refusals.map(\.message).joined(separator: "; "),
                String(judgement.height), judgement.tip ?? "none", judgement.workText ?? "none",
                String(judgement.accounts.count),
            ]
            + balances.members.map { member in
                judgement.accounts.first { $0.owner.equals(.string(member.key)) }
                    .map { PublishedText.json(.number($0.balance)) } ?? "none"
            }
        return zip(expected, got).map {
            VectorOutcome(index: $0.0, expected: $0.1, got: $1)
        }
    }
}

/// Members of the chain's vector files as texts and numbers.
enum ChainVectorText {
    /// The verifier's clock in seconds since 1970. **Throws:** ``VectorFormError``.
    static func clock(_ value: VectorValue) throws -> Int {
        let seconds = try value.int()
        guard (0...1 << 40).contains(seconds) else {
            throw VectorFormError(
                place: value.place, expected: "seconds from 0 to 2^40", got: String(seconds))
        }
        return seconds
    }
}
