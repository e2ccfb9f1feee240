internal import Fingerprints
internal import Statistics

extension ExperimentRun {
    private static let sizeSalt = "overnight_salt"
    static let sizeTrialCount = 50
    static let sizeSpaceCount = 200

    /// The quality suite of overnight_large_model_test.py.
    func bySize() throws -> ExperimentResult {
        try checkHeads()
        let heads = base.heads(salt: Self.sizeSalt)
        var random = PythonRandom(number: 2)
        let space = try proofs(
            PromptDraws.short.prompts(count(Self.sizeSpaceCount), &random), salt: Self.sizeSalt)
        let noise = Noise(exponent: -4, floor: 1e-12)
        var draws = NoiseDraws(
            base, salt: Self.sizeSalt, prompts: .short, promptRandom: PythonRandom(number: 3),
            noiseRandom: PythonRandom(number: 9))
        let trials = try draws.trials(count(Self.sizeTrialCount), noise, base)
        let kept = try each(trials.count) { index in
            let noisy = try NoisyRows(trials[index], noise, heads: heads, source: base)
            let grid = try noisy.onGrid()
            return (
                isKept: RowTexts.glyphs(heads, grid.before) == RowTexts.glyphs(heads, grid.after),
                gap: grid.gap
            )
        }
        let bits = kept.map(\.isKept)
        func published(_ name: String, _ kept: Int, _ count: Int) -> ExperimentResult.Row {
            ExperimentResult.Row(
                name, ours: nil,
                published: .rate(ExactBinomial(successCount: kept, count: count)))
        }
        let near = NearCut.table(
            kept.map(\.gap), below: settings.riskGap, of: "trials")
        return ExperimentResult(
            .bySize, model: model.name,
            seeds: "space Random(2), prompts Random(3), noise Random(9)",
            rows: [
                ExperimentResult.Row("\(model.name), noise 1e-4", ours: bits.rate),
                published("GPT-2 (124M), noise 1e-4", 92, 120),
                published("Qwen2.5-1.5B, noise 1e-4", 48, 50),
                published("Qwen2.5-3B, noise 1e-4", 17, 20),
                ExperimentResult.Row(
                    "\(model.name), different texts",
                    ours: ExactBinomial(Set(space.map(\.text)).count, of: space.count)),
            ],
            notes: [
                "The paper reads its shares as a rise with the model's size. They fall from 1.5B "
                    + "to 3B, and the intervals of GPT-2 and of 3B overlap: 20 trials cannot tell "
                    + "them apart."
            ], tables: [near].compactMap(\.self), outcomes: [("noise 1e-4", bits.bits)])
    }
}
