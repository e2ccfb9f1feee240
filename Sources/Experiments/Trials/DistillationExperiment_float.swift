internal import Fingerprints
internal import Statistics

extension ExperimentRun {
    static let lessonCount = 2_500
    static let examCount = 400
    static let epochCount = 40
    private static let netSeed = "glyphlab distillation"

    /// T2 of hardened_poi.py, behind the draws of T1, with a net of this project's own.
    func distillation() throws -> ExperimentResult {
        try checkHeads()
        let products = ProxyProducts(threadCount: settings.threadCount)
        var random = PythonRandom(number: 1337)
        _ = PromptDraws.long.prompts(SaltedPass.promptCount, &random)
        let known = base.heads(salt: "fixed_demo_salt")
        let other = base.heads(salt: "some_future_block_salt_xyz")
        let lessons = try lessons(
            PromptDraws.long.prompts(count(Self.lessonCount), &random), known)
        var net = ProxyNet(
            vocabularyCount: base.vocabularyCount, headCount: known.count, seed: Self.netSeed,
            products: products)
        let losses = (0..<Self.epochCount).map { _ in
            defer { advance() }
            return net.learn(lessons)
        }
        let same = try exam(net, known, &random)
        let others = try exam(net, other, &random)
        let mean = Self.lossOfMean(lessons)
        return ExperimentResult(
            .distillation, model: model.name,
            seeds: "Random(1337), behind the draws of T1; net Random(\"\(Self.netSeed)\")",
            rows: [
                ExperimentResult.Row(
                    "known heads: all six texts", ours: same.matches.rate,
                    published: .text("some, without a count")),
                ExperimentResult.Row(
                    "other heads: all six texts", ours: others.matches.rate,
                    published: .rate(ExactBinomial(successCount: 0, count: 400))),
                ExperimentResult.Row(
                    "known heads: a single text",
                    ours: ExactBinomial(same.headMatchCount, of: same.headCount)),
                ExperimentResult.Row(
                    "other heads: a single text",
                    ours: ExactBinomial(others.headMatchCount, of: others.headCount)),
                ExperimentResult.Row(
                    "prompts of at most 16 tokens",
                    ours: ExactBinomial(same.shortCount, of: same.matches.count)),
            ],
            notes: [
                "The net is asked for heads that it never saw, and 0 matches there say nothing of "
                    + "the salt: the published script prints PASS for a net that learns nothing.",
                "\(same.constantCount) of the net's \(known.count * ProxyNet.rowCount) outputs "
                    + "give every fresh prompt the same value.",
                "A prompt of more than 16 tokens cannot match: the net sees 16 ids and gives 16 "
                    + "values.",
                "The loss ends at \(Self.thousandths(losses.last ?? 0)); a net that gives every "
                    + "prompt the mean row has \(Self.thousandths(mean)) (sums over the batches of "
                    + "an epoch, as the script prints them).",
            ],
            curve: ExperimentResult.Curve(
                title: "the net's loss", axis: "epoch",
                series: [
                    ("loss", losses.map { Int(($0 * 10_000).rounded()) }),
                    ("mean row", losses.map { _ in Int((mean * 10_000).rounded()) }),
                ], start: 1, scale: 10_000),
            outcomes: [("known heads", same.matches.bits), ("other heads", others.matches.bits)])
    }

    private func lessons(_ prompts: [String], _ heads: [Head]) throws -> [ProxyNet.Sample] {
        try each(prompts.count) { index in
            let ids = try base.tokenIDs(of: prompts[index])
            let rows = try base.rows(ids, heads: heads)
            return ProxyNet.Sample(
                ids: ProxyNet.fitted(ids.map(Int.init), to: ProxyNet.idCount),
                target: rows.flatMap { ProxyNet.fitted($0.map(Float.init), to: ProxyNet.rowCount) })
        }
    }

    private func exam(
        _ net: ProxyNet, _ heads: [Head], _ random: inout PythonRandom
    ) throws -> Exam {
        let prompts = PromptDraws.long.prompts(count(Self.examCount), &random)
        let papers = try each(prompts.count) { index in
            let ids = try base.tokenIDs(of: prompts[index])
            return (ids: ids, rows: try base.rows(ids, heads: heads))
        }
        let guesses = net.outputs(
            papers.map { ProxyNet.fitted($0.ids.map(Int.init), to: ProxyNet.idCount) })
        var exam = Exam()
        exam.countConstants(guesses)
        for (paper, guess) in zip(papers, guesses) { try exam.mark(paper.rows, guess, heads) }
        return exam
    }

    /// The loss of an epoch for a net that gives the mean of all targets.
    private static func lossOfMean(_ samples: [ProxyNet.Sample]) -> Double {
        guard let width = samples.first?.target.count else { return 0 }
        var (sums, squares) = ([Double](repeating: 0, count: width), 0.0)
        for sample in samples {
            for (column, value) in sample.target.enumerated() {
                sums[column] += Double(value)
                squares += Double(value) * Double(value)
            }
        }
        let count = Double(samples.count)
        let variance = (squares - sums.reduce(0) { $0 + $1 * $1 / count }) / (count * Double(width))
        return variance * Double((samples.count + 63) / 64)
    }

    private static func thousandths(_ value: Double) -> String {
        let parts = Int((value * 1_000).rounded())
        return "\(parts / 1_000).\(String(String(1_000 + parts % 1_000).dropFirst()))"
    }
}

/// A net's guesses beside the model's rows.
private struct Exam {
    private(set) var matches: [Bool] = []
    private(set) var headMatchCount = 0
    private(set) var headCount = 0
    private(set) var shortCount = 0
    /// How many outputs are the same for all prompts, within 10⁻⁶.
    private(set) var constantCount = 0

    mutating func countConstants(_ guesses: [[Float]]) {
        constantCount = (guesses.first ?? []).indices.count { column in
            let values = guesses.map { $0[column] }
            return (values.max() ?? 0) - (values.min() ?? 0) < 1e-6
        }
    }

    /// **Shapes:** rows [heads][T], guess [heads · 16].
    mutating func mark(_ rows: [[Double]], _ guess: [Float], _ heads: [Head]) throws {
        let length = min(rows[0].count, ProxyNet.idCount)
        let right = try rows.indices.map { place in
            let start = place * ProxyNet.rowCount
            let guessed = guess[start..<start + length].map(Double.init)
            let sum = guessed.reduce(0, +)
            let row = sum > 0 ? guessed.map { $0 / sum } : guessed
            let head = [heads[place]]
            return RowTexts.glyphs(head, [try GridRow(rows[place]).parts])
                == RowTexts.glyphs(head, [try GridRow(row).parts])
        }
        matches.append(!right.contains(false))
        headMatchCount += right.count { $0 }
        headCount += right.count
        if rows[0].count <= ProxyNet.rowCount { shortCount += 1 }
    }
}
