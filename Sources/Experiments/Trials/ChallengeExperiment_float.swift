internal import Fingerprints
internal import FloatEngine
internal import Statistics

extension ExperimentRun {
    static let claimCount = 200

    /// Claims in the base's arithmetic, challenged in the others.
    func challenges() throws -> ExperimentResult {
        try checkHeads()
        let claims = FloatReceipt.v3.prompts(count: count(Self.claimCount))
        let made = try each(claims.count) { try Claim(claims[$0], base) }
        var rows = [
            ExperimentResult.Row(
                "the paper's blocks that flip", ours: nil,
                published: .rate(ExactBinomial(successCount: 1, count: 2_423)))
        ]
        var cases: [[String]] = []
        var outcomes: [(name: String, bits: String)] = []
        var drifts: [[String]] = []
        for (name, source) in model.others {
            let checked = try each(claims.count) { try Claim(claims[$0], source) }
            let drift = zip(made, checked).map { $0.drift(from: $1) }.max() ?? 0
            let differs = zip(made, checked).map { $0.proof.hash != $1.proof.hash }
            let isNear = made.map { $0.proof.gap.map { $0 < 2 * drift } ?? false }
            let isAccused = zip(differs, isNear).map { $0 && !$1 }
            rows += [
                ExperimentResult.Row("\(name): false accusations", ours: differs.rate),
                ExperimentResult.Row("\(name): left by the margin", ours: isAccused.rate),
                ExperimentResult.Row("\(name): inconclusive", ours: isNear.rate),
            ]
            outcomes.append(("\(name) differs", differs.bits))
            drifts.append([name, SmallNumber.text(drift)])
            cases += differs.indices.filter { differs[$0] }.map {
                [name, "\($0)", made[$0].proof.gap.map(SmallNumber.text) ?? "–"]
            }
        }
        var tables = [
            ExperimentResult.Table(
                "The largest difference of a probability", heads: ["challenger", "drift"],
                rows: drifts)
        ]
        if !cases.isEmpty {
            tables.append(
                ExperimentResult.Table(
                    "Every false accusation", heads: ["challenger", "claim", "gap"], rows: cases))
        }
        return ExperimentResult(
            .challenges, model: model.name, seeds: "Random(\"hardened_xhw_v2\")", rows: rows,
            notes: [
                "A referee who asks for equal proofs believes every such accusation, since another "
                    + "run in the challenger's arithmetic confirms it.",
                "With a margin, a claim whose gap is below twice the drift is inconclusive and no "
                    + "accusation. The drift is the one measured here, on these claims; a miner "
                    + "who looks for prompts near the cut makes inconclusive claims at will.",
                "The exact engine of this laboratory has no such case: its proofs are integers.",
            ], tables: tables, outcomes: outcomes)
    }
}

private struct Claim: Sendable {
    let rows: [[Double]]
    let proof: GridProof

    init(_ prompt: FloatReceipt.Prompt, _ source: any AttentionSource) throws {
        let heads = source.heads(salt: prompt.salt)
        let ids = try source.tokenIDs(of: "\(prompt.salt) \(prompt.prompt)")
        rows = try source.rows(ids, heads: heads)
        proof = GridProof(
            salt: prompt.salt, heads: heads, rows: try rows.map(GridRow.init),
            tokenCount: ids.count)
    }

    /// The largest difference of a probability.
    func drift(from other: Claim) -> Double {
        zip(rows.joined(), other.rows.joined()).map { abs($0 - $1) }.max() ?? 0
    }
}
