internal import Fingerprints
internal import FloatEngine
internal import Statistics

extension ExperimentRun {
    private static let logSalt = "logit_test_salt"
    static let logExponents = [-5, -4, -3]
    private static let logTrialCount = 120
    private static let spaceCount = 300

    /// logit_softmax_test.py: both quantisers on the same noisy rows, and their texts' variety.
    func noiseLogits() throws -> ExperimentResult {
        try checkHeads()
        let heads = base.heads(salt: Self.logSalt)
        var draws = NoiseDraws(
            base, salt: Self.logSalt, prompts: .short, promptRandom: PythonRandom(number: 7),
            noiseRandom: PythonRandom(number: 99))
        var rows: [ExperimentResult.Row] = []
        var outcomes: [(name: String, bits: String)] = []
        for exponent in Self.logExponents {
            let noise = Noise(exponent: exponent, floor: 1e-12)
            let trials = try draws.trials(count(Self.logTrialCount), noise, base)
            let kept = try each(trials.count) { index in
                let noisy = try NoisyRows(trials[index], noise, heads: heads, source: base)
                let grid = try noisy.onGrid()
                return (
                    grid: RowTexts.glyphs(heads, grid.before) == RowTexts.glyphs(heads, grid.after),
                    log: try Self.logText(heads, noisy.before)
                        == Self.logText(heads, noisy.after)
                )
            }
            for (name, bits, published) in [
                ("grid", kept.map(\.grid), 92), ("logarithms", kept.map(\.log), 0),
            ] {
                rows.append(
                    ExperimentResult.Row(
                        "\(name), noise \(noise.text)", ours: bits.rate,
                        published: exponent == -4
                            ? .rate(
                                ExactBinomial(
                                    successCount: published, count: Self.logTrialCount))
                            : .none))
                outcomes.append(("\(name) \(noise.text)", bits.bits))
            }
        }
        let prompts = draws.morePrompts(count(Self.spaceCount))
        let texts = try each(prompts.count) { index in
            let ids = try base.tokenIDs(of: "\(Self.logSalt) \(prompts[index])")
            let found = try base.rows(ids, heads: heads)
            return [
                RowTexts.glyphs(heads, try found.map { try GridRow($0).parts }),
                try Self.logText(heads, found),
            ]
        }
        for (place, name) in ["grid", "logarithms"].enumerated() {
            rows.append(
                ExperimentResult.Row(
                    "\(name), different texts",
                    ours: ExactBinomial(Set(texts.map { $0[place] }).count, of: texts.count)))
        }
        return ExperimentResult(
            .noiseLogits, model: model.name, seeds: "prompts Random(7), noise Random(99)",
            rows: rows,
            notes: [
                "The share of 77 % that the paper gives GPT-2 in section 4.6 is the 92 of 120 "
                    + "here, not the 112 of 150 of section 4.4: the prompts are others.",
                "A step of the logarithmic grid is an eighth of a probability, so that small ones "
                    + "change under any noise near their size.",
            ], outcomes: outcomes)
    }

    private static func logText(_ heads: [Head], _ rows: [[Double]]) throws -> String {
        RowTexts.glyphs(heads, try rows.map { try FloatQuantization.logarithms($0) })
    }
}
