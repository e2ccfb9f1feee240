internal import Cryptography
internal import Fingerprints
internal import Statistics

extension ExperimentRun {
    static let changeCount = 100
    /// A float32's bits that are flipped, one at a time.
    static let flippedBits = [(bit: 31, name: "sign"), (22, "first digit"), (0, "last digit")]
    private static let changeSeed = "glyphlab cross-model"

    /// The published pairs of a salt and a prompt.
    static let publishedPairs = [
        (
            "salt_alpha_001",
            "tower for one signal time right window cat memory letter great some"
        ),
        ("salt_beta_002", "the quick brown dog jumped over the lazy sleeping cat"),
        ("salt_gamma_003", "silver golden copper iron ember frost field ocean forest"),
        ("salt_delta_004", "mathematics is the language of the universe"),
        ("salt_eps_005", "short sentence"),
    ]

    /// cross_model_test.py shown void, and its question asked of models of equal shape.
    func crossModel() throws -> ExperimentResult {
        try checkHeads()
        var random = PythonRandom(seed: Self.changeSeed)
        let drawn = (0..<count(Self.changeCount)).map { index in
            ("cross_model_\(index)", PromptDraws.short.next(&random))
        }
        let weights = drawn.map { _ in random.index(below: model.changeableWeightCount) }
        let claims = try hashes(drawn) { _ in base }
        var rows = [
            ExperimentResult.Row(
                "DistilGPT2 (6 layers) for GPT-2 (12)", ours: nil,
                published: .void(
                    ExactBinomial(successCount: 0, count: Self.publishedPairs.count)))
        ]
        var outcomes: [(name: String, bits: String)] = []
        func add(_ name: String, _ found: [String]) {
            let bits = zip(claims, found).map { $0 == $1 }
            rows.append(ExperimentResult.Row("\(name): proof stays", ours: bits.rate))
            outcomes.append((name, bits.bits))
        }
        let stranger = try model.shuffled(seed: Self.changeSeed)
        add("all weights shuffled", try hashes(drawn) { _ in stranger })
        for (bit, name) in Self.flippedBits {
            add(
                "one weight's \(name)",
                try hashes(drawn) { try model.flipped(weight: weights[$0], bit: bit) })
        }
        return ExperimentResult(
            .crossModel, model: model.name, seeds: "Random(\"\(Self.changeSeed)\")", rows: rows,
            notes: [
                "The published test is void: a model of 6 layers draws other heads for every one "
                    + "of its salts, and the text that is hashed names the heads. Two texts that "
                    + "name different heads differ whatever the models compute.",
                "A proof reads queries and keys up to its highest head, on a grid of hundredths. A "
                    + "weight that lies behind them, or that moves no row over a cut, changes no "
                    + "proof: equal proofs do not pin a model's weights.",
            ], tables: [Self.headTable], outcomes: outcomes)
    }

    private func hashes(
        _ pairs: [(String, String)], _ source: @Sendable (Int) throws -> any AttentionSource
    ) throws -> [String] {
        try each(pairs.count) { index in
            let (salt, prompt) = pairs[index]
            let changed = try source(index)
            let heads = changed.heads(salt: salt)
            let ids = try changed.tokenIDs(of: "\(salt) \(prompt)")
            let rows = try changed.rows(ids, heads: heads).map { try GridRow($0) }
            return GridProof(salt: salt, heads: heads, rows: rows, tokenCount: ids.count).hash
        }
    }

    private static var headTable: ExperimentResult.Table {
        ExperimentResult.Table(
            "The heads that the published salts select, as layer.head",
            heads: ["salt", "12 layers", "6 layers"],
            rows: publishedPairs.map { salt, _ in
                [salt]
                    + [12, 6].map { layers in
                        HeadSelection.heads(salt: salt, layerCount: layers, headCount: 12)
                            .map { "\($0.layer).\($0.head)" }.joined(separator: " ")
                    }
            })
    }
}
