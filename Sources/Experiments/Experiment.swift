/// The experiments by their names on the command line.
package enum Experiment: String, Sendable, CaseIterable {
    case uniqueness, lookup, distillation, noise
    case noiseLogits = "noise-logits"
    case bySize = "by-size"
    case crossModel = "cross-model"
    case admission, duels, challenges

    package var title: String {
        switch self {
        case .uniqueness: "Fingerprints of different prompts"
        case .lookup: "Winners under the next salt"
        case .distillation: "A small net in place of the model"
        case .noise: "Noise: glyphs, rows and sorted rows"
        case .noiseLogits: "Noise: grid and logarithms"
        case .bySize: "Noise by the size of the model"
        case .crossModel: "Another model in place of the model"
        case .admission: "The audit of a random model"
        case .duels: "Duels of the cascade's rules"
        case .challenges: "Challengers in another arithmetic"
        }
    }

    /// The method in two sentences.
    package var method: String {
        switch self {
        case .uniqueness:
            "Random prompts of 8 to 16 words run behind one salt, and each gives the text of its "
                + "six heads' glyphs. The different texts are counted."
        case .lookup:
            "The prompts whose proof starts with the digit 0 under salt A are kept as an "
                + "attacker's table. Each runs again under salt B, where chance alone lets 1 of 16 "
                + "win."
        case .distillation:
            "A net with four layers learns the rows of six known heads from prompts without salt. "
                + "Its rows for fresh prompts are put on the grid, and a match has all six glyph "
                + "texts right."
        case .noise:
            "Every probability of six rows moves by a uniform draw of at most the noise, and rows "
                + "are divided by their sums. The same noisy rows are compared as glyphs, as "
                + "quantised rows, and as quantised rows without their order."
        case .noiseLogits:
            "Noise is added as in the experiment before, with other prompts. The same noisy rows "
                + "are quantised on the grid of 100 and by the logarithm of each probability, "
                + "eight steps to a factor of e."
        case .bySize:
            "Fifty prompts run behind one salt, and their rows get noise of 1e-4. The share of "
                + "glyph texts that stay is set beside the paper's shares for three sizes of "
                + "models."
        case .crossModel:
            "Prompts run in the model and in models of equal shape that differ in their weights "
                + "alone, so that the salt selects the same heads. A proof that stays equal is one "
                + "that the other model could have made."
        case .admission:
            "Twenty prompts run twice, and 300 prompts run behind one salt: in a random model of "
                + "one layer and in the model at hand. An audit that asks for repeatable proofs "
                + "passes both; the count of different texts tells them apart."
        case .duels:
            "Challengers change the cascade: glyphs that meet are subtracted, an even level drops "
                + "its middle sum, or both. Champion and challengers see the same noisy rows, and "
                + "if only one of the two keeps its text, it wins the trial."
        case .challenges:
            "A claimant proves prompts in one order of adding, and honest challengers prove them "
                + "again in other orders. A proof that differs would be an accusation, and it "
                + "would be false: both sides have computed the model."
        }
    }

    /// Where the paper and its scripts have it.
    package var source: String {
        switch self {
        case .uniqueness: "hardened_poi.py, T1"
        case .lookup: "whitepaper 4.2; hardened_poi.py, T1"
        case .distillation: "whitepaper 4.3; hardened_poi.py, T2"
        case .noise: "whitepaper 4.4; hardened_poi.py, T3"
        case .noiseLogits: "whitepaper 4.4; logit_softmax_test.py"
        case .bySize: "whitepaper 4.6; overnight_large_model_test.py"
        case .crossModel: "whitepaper 4.3; cross_model_test.py"
        case .admission: "whitepaper 4.5; poison_test.py"
        case .duels: "whitepaper 2.3; origin_rules_test.py, origin_vs_current_system.py"
        case .challenges: "whitepaper 4.6; no published script measures it"
        }
    }
}
