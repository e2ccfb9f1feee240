internal import Fingerprints

/// Prompts with noise, drawn as a published script draws them.
struct NoiseDraws {
    struct Trial: Sendable {
        let tokenIDs: [Int32]
        /// [heads · T], head by head.
        let noise: [Double]
    }

    private let prompts: PromptDraws
    private let salt: String
    private let heads: [Head]
    private var promptRandom: PythonRandom
    /// Nil where one generator draws prompts and noise.
    private var noiseRandom: PythonRandom?

    init(
        _ source: any AttentionSource, salt: String, prompts: PromptDraws,
        promptRandom: PythonRandom, noiseRandom: PythonRandom?
    ) {
        self.prompts = prompts
        self.salt = salt
        heads = source.heads(salt: salt)
        self.promptRandom = promptRandom
        self.noiseRandom = noiseRandom
    }

    mutating func trials(
        _ count: Int, _ noise: Noise, _ source: any AttentionSource
    ) throws -> [Trial] {
        try (0..<count).map { _ in
            let ids = try source.tokenIDs(of: "\(salt) \(prompts.next(&promptRandom))")
            let drawCount = ids.count * heads.count
            let draws =
                noiseRandom == nil
                ? noise.draws(drawCount, &promptRandom) : noise.draws(drawCount, &noiseRandom!)
            return Trial(tokenIDs: ids, noise: draws)
        }
    }

    /// Prompts without noise, from where the draws stand.
    mutating func morePrompts(_ count: Int) -> [String] { prompts.prompts(count, &promptRandom) }
}

/// The rows of a prompt before and after noise.
struct NoisyRows: Sendable {
    let heads: [Head]
    /// [heads][T]
    let before: [[Double]]
    let after: [[Double]]

    init(
        _ trial: NoiseDraws.Trial, _ noise: Noise, heads: [Head], source: any AttentionSource
    ) throws {
        self.heads = heads
        before = try source.rows(trial.tokenIDs, heads: heads)
        let count = trial.tokenIDs.count
        after = before.enumerated().map { place, row in
            noise.applied(to: row, trial.noise[place * count..<(place + 1) * count])
        }
    }

    /// The rows on the grid, and the least gap of any of them.
    ///
    /// **Throws:** ``ExperimentError/noRow(_:)``.
    func onGrid() throws -> (before: [[Int64]], after: [[Int64]], gap: Double?) {
        let (first, second) = (try before.map(GridRow.init), try after.map(GridRow.init))
        return (
            first.map(\.parts), second.map(\.parts), (first + second).compactMap(\.gap).min()
        )
    }
}

/// Two forms on the same trials: only the trials in which they differ say which is better.
struct PairedTrials {
    let firstOnlyCount: Int
    let secondOnlyCount: Int

    init(_ first: [Bool], _ second: [Bool]) {
        firstOnlyCount = zip(first, second).count { $0 && !$1 }
        secondOnlyCount = zip(first, second).count { !$0 && $1 }
    }

    var count: Int { firstOnlyCount + secondOnlyCount }
}
