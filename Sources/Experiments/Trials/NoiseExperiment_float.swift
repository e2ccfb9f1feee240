internal import Fingerprints
internal import Statistics

extension ExperimentRun {
    static let noiseExponents = [-4, -3, -2]
    private static let noiseSalt = "noise_test_salt"
    private static let trialCount = 150

    /// T3 of hardened_poi.py, behind the draws of T1 and T2 or from a fresh generator.
    func noise() throws -> ExperimentResult {
        try checkHeads()
        let heads = base.heads(salt: Self.noiseSalt)
        var random = PythonRandom(number: 1337)
        if !settings.drawsNoiseFresh { _ = PromptDraws.long.prompts(3_000 + 3_300, &random) }
        var draws = NoiseDraws(
            base, salt: Self.noiseSalt, prompts: .long, promptRandom: random, noiseRandom: nil)
        var rows: [ExperimentResult.Row] = []
        var outcomes: [(name: String, bits: String)] = []
        var tables: [ExperimentResult.Table] = []
        var (first, sorted) = ([Bool](), [Bool]())
        for exponent in Self.noiseExponents {
            let noise = Noise(exponent: exponent, floor: 0)
            let trials = try draws.trials(count(Self.trialCount), noise, base)
            let kept = try each(trials.count) { index in
                let noisy = try NoisyRows(trials[index], noise, heads: heads, source: base)
                return try KeptForms(noisy)
            }
            for (form, keep) in KeptForms.forms {
                let bits = kept.map(keep)
                rows.append(
                    ExperimentResult.Row(
                        "\(form), noise \(noise.text)", ours: bits.rate,
                        published: Self.published(form, exponent)))
                outcomes.append(("\(form) \(noise.text)", bits.bits))
            }
            if exponent == -4 {
                (first, sorted) = (kept.map(\.glyphs), kept.map(\.sorted))
            }
            let near = NearCut.table(
                kept.map(\.gap), below: settings.riskGap, of: "trials at \(noise.text)")
            tables += [near].compactMap(\.self)
        }
        let pair = PairedTrials(first, sorted)
        if let row = ExactBinomial(pair.firstOnlyCount, of: pair.count) {
            rows.append(
                ExperimentResult.Row(
                    "glyphs over sorted rows, where they differ", ours: row,
                    chanceMillionths: 500_000))
        }
        return ExperimentResult(
            .noise, model: model.name,
            seeds: settings.drawsNoiseFresh
                ? "Random(1337), fresh" : "Random(1337), behind the draws of T1 and T2",
            rows: rows,
            notes: [
                "Glyphs forget the order of a row at their first sort. The sorted row, which "
                    + "forgets it too and has no cascade, shows how much of the gain that "
                    + "explains: the two differ in \(pair.count) of \(first.count) trials at 1e-4.",
                "The paper prints figures for 1e-4 alone.",
            ], tables: tables, outcomes: outcomes)
    }

    private static func published(_ form: String, _ exponent: Int) -> ExperimentResult.Published {
        switch (form, exponent) {
        case ("glyphs", -4): .rate(ExactBinomial(successCount: 112, count: trialCount))
        case ("rows", -4): .rate(ExactBinomial(successCount: 98, count: trialCount))
        default: .none
        }
    }
}

/// Which forms of a prompt's rows noise left as they were.
private struct KeptForms: Sendable {
    let glyphs: Bool
    let direct: Bool
    let sorted: Bool
    let gap: Double?

    static var forms: [(name: String, keep: (KeptForms) -> Bool)] {
        [("glyphs", \.glyphs), ("rows", \.direct), ("sorted rows", \.sorted)]
    }

    init(_ noisy: NoisyRows) throws {
        let (heads, grid) = (noisy.heads, try noisy.onGrid())
        glyphs = RowTexts.glyphs(heads, grid.before) == RowTexts.glyphs(heads, grid.after)
        direct = grid.before == grid.after
        sorted = RowTexts.sorted(heads, grid.before) == RowTexts.sorted(heads, grid.after)
        gap = grid.gap
    }
}
