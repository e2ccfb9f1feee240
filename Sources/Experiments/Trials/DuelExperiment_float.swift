internal import Fingerprints
internal import Statistics

/// A duel of rules as a published script sets it up.
private struct Duel {
    let salt: String
    let promptSeed: Int
    let noiseSeed: Int
    /// The first is the champion.
    let rules: [CascadeRules]

    /// origin_rules_test.py and origin_vs_current_system.py.
    static let all = [
        Duel(
            salt: "origin_salt", promptSeed: 11, noiseSeed: 5,
            rules: [.current, .subtract, .border]),
        Duel(salt: "duel_salt", promptSeed: 23, noiseSeed: 3, rules: [.current, .origin]),
    ]
}

extension ExperimentRun {
    static let duelExponents = [-5, -4]
    static let duelTrialCount = 120
    static let duelSpaceCount = 300

    func duels() throws -> ExperimentResult {
        try checkHeads()
        var rows: [ExperimentResult.Row] = []
        var outcomes: [(name: String, bits: String)] = []
        var differences: [[String]] = []
        for duel in Duel.all {
            let found = try rounds(duel)
            rows += found.rows
            outcomes += found.outcomes
            differences += found.differences
        }
        return ExperimentResult(
            .duels, model: model.name,
            seeds: "prompts Random(11) and Random(23), noise Random(5) and Random(3)", rows: rows,
            notes: [
                "The paper says of its challengers: equivalent, not superior; it prints no counts. "
                    + "Only the trials in which champion and challenger differ can tell them "
                    + "apart, and an interval that holds 50 % tells nothing.",
                "The scripts' third round counts rows that share a text. It asks no model and has "
                    + "no sample of prompts, and is left out.",
            ],
            tables: [
                ExperimentResult.Table(
                    "Trials that only one of the two survives",
                    heads: ["challenger", "noise", "champion only", "challenger only"],
                    rows: differences)
            ], outcomes: outcomes)
    }

    private struct Rounds {
        var rows: [ExperimentResult.Row] = []
        var outcomes: [(name: String, bits: String)] = []
        var differences: [[String]] = []
    }

    private func rounds(_ duel: Duel) throws -> Rounds {
        let heads = base.heads(salt: duel.salt)
        var draws = NoiseDraws(
            base, salt: duel.salt, prompts: .short,
            promptRandom: PythonRandom(number: duel.promptSeed),
            noiseRandom: PythonRandom(number: duel.noiseSeed))
        var found = Rounds()
        for exponent in Self.duelExponents {
            let noise = Noise(exponent: exponent, floor: 1e-12)
            let trials = try draws.trials(count(Self.duelTrialCount), noise, base)
            let kept = try each(trials.count) { index in
                let grid = try NoisyRows(trials[index], noise, heads: heads, source: base).onGrid()
                return duel.rules.map {
                    RowTexts.glyphs(heads, grid.before, rules: $0)
                        == RowTexts.glyphs(heads, grid.after, rules: $0)
                }
            }
            let bits = duel.rules.indices.map { place in kept.map { $0[place] } }
            for (rule, bits) in zip(duel.rules, bits) {
                found.rows.append(
                    ExperimentResult.Row(
                        "\(duel.salt): \(rule.name), noise \(noise.text)", ours: bits.rate))
                found.outcomes.append(("\(duel.salt) \(rule.name) \(noise.text)", bits.bits))
            }
            for (place, rule) in duel.rules.enumerated().dropFirst() {
                let pair = PairedTrials(bits[place], bits[0])
                found.differences.append(
                    [
                        rule.name, noise.text, "\(pair.secondOnlyCount)",
                        "\(pair.firstOnlyCount)",
                    ])
                guard let won = ExactBinomial(pair.firstOnlyCount, of: pair.count) else { continue }
                found.rows.append(
                    ExperimentResult.Row(
                        "\(duel.salt): \(rule.name) wins, noise \(noise.text)", ours: won,
                        chanceMillionths: 500_000))
            }
        }
        let prompts = draws.morePrompts(count(Self.duelSpaceCount))
        let texts = try each(prompts.count) { index in
            let ids = try base.tokenIDs(of: "\(duel.salt) \(prompts[index])")
            let parts = try base.rows(ids, heads: heads).map { try GridRow($0).parts }
            return duel.rules.map { RowTexts.glyphs(heads, parts, rules: $0) }
        }
        for (place, rule) in duel.rules.enumerated() {
            found.rows.append(
                ExperimentResult.Row(
                    "\(duel.salt): \(rule.name), different texts",
                    ours: ExactBinomial(Set(texts.map { $0[place] }).count, of: texts.count)))
        }
        return found
    }
}
