internal import Conformance
internal import Encodings
internal import GlyphChain
internal import Proving
internal import PythonValues
internal import Trials

/// Variants of a chain, each with the published node's errors for its last block, with the
/// judgement of its payments, and whether it was accepted.
struct ChainCaseVectors: LongVectorJudge {
    /// The checks of payments, which `block_errors` leaves out.
    private static let money = [
        PublishedGuards.coinbase, PublishedGuards.secondCoinbase, PublishedGuards.signature,
        PublishedGuards.amount, PublishedGuards.nonce, PublishedGuards.balance,
    ]

    let name = "chain_cases"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"], case .dictionary(let first)? = cases.first
        else { return false }
        return first["block_errors"] != nil
    }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let document = document.vectorDocument
        let cases = try document.member("cases").elements()
        let clock = try ChainVectorText.clock(document.member("clock"))
        let expected = try cases.map { one in
            try Self.text(
                errors: one.member("block_errors").elements().map { try $0.string() },
                economicsHold: one.member("economics_hold").boolean(),
                isAccepted: one.member("accepted").boolean())
        }
        let chains = try cases.map { try $0.member("chain").value }
        switch try surroundings.prover(named: document.member("model")) {
        case .missing(let reason):
            return cases.indices.map {
                VectorOutcome(index: String($0), .skipped(reason: reason))
            }
        case .here(let prover):
            return cases.indices.map { index in
                let verifier = PublishedVerifier(
                    proofs: LookaheadProofs(prover, document: chains[index]), clockSeconds: clock)
                let judgement = verifier.judgement(of: chains[index])
                progress(index + 1, cases.count)
                return VectorOutcome(
                    index: String(index), expected: expected[index],
                    got: Self.text(
                        errors: judgement.refusals.filter { !Self.money.contains($0.by) }
                            .map(\.message),
                        economicsHold: !judgement.refusals.contains {
                            Self.money.contains($0.by)
                        },
                        isAccepted: judgement.isAccepted))
            }
        }
    }

    private static func text(errors: [String], economicsHold: Bool, isAccepted: Bool) -> String {
        JSONValue.object([
            JSONMember("accepted", .boolean(isAccepted)),
            JSONMember("economics_hold", .boolean(economicsHold)),
            JSONMember("block_errors", .array(errors.map(JSONValue.string))),
        ]).compactText
    }
}
