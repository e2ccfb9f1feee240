internal import Cryptography
internal import Fingerprints
package import Inference
internal import Platform
package import Proving
internal import Tensors

/// The admission audit of a model: whether its attention is worth hashing.
///
/// Prompts run under one salt; their rows are read by several choices of heads, and each prompt
/// runs once more with its tokens shuffled. Everything that is compared or counted is an integer,
/// the same on every machine; only times are not.
package struct ModelAudit: Sendable {
    package struct Settings: Sendable {
        package let promptCount: Int
        /// The number of times that all prompts run, with other threads and in another order each
        /// time.
        package let runCount: Int
        package let threadCount: Int

        /// **Preconditions:** promptCount from 2 to ``AuditPrompts/countMax`` and runCount ≥ 2, so
        /// that there is something to compare; threadCount ≥ 1.
        package init(promptCount: Int, runCount: Int, threadCount: Int) {
            precondition((2...AuditPrompts.countMax).contains(promptCount), "\(promptCount)")
            precondition(runCount >= 2 && threadCount >= 1, "\(runCount), \(threadCount)")
            self.promptCount = promptCount
            self.runCount = runCount
            self.threadCount = threadCount
        }
    }

    package let settings: Settings
    /// Prompts that were cut to the model's context.
    package private(set) var cutPromptCount = 0
    /// The statistics of each head, [layer][head].
    package private(set) var heads: [[HeadStatistics]]
    /// The fingerprints of ``AuditPrompts/selectionCount`` choices of heads.
    package private(set) var space = FingerprintSpace()
    package private(set) var cost = WorkCost()
    /// The runs; all later ones are compared with the first.
    package private(set) var runs: [AuditRun] = []
    /// The run of a few prompts by the reference backend; nil where no reference was given.
    package private(set) var reference: AuditRun?
    /// Time spent in the first run's forward passes, summed over threads.
    package private(set) var forwardNanoseconds = 0

    private let prover: Prover
    private var samples: [[String]]

    /// The number of forward passes that an audit makes, for a progress bar.
    package static func passCount(_ settings: Settings, hasReference: Bool) -> Int {
        settings.promptCount * (settings.runCount + 1)
            + (hasReference ? min(settings.promptCount, AuditRun.referencePromptCount) : 0)
    }

    /// - Parameters:
    ///   - reference: the same weights behind another backend, for a few prompts.
    ///   - onPass: called after each forward pass, from any thread.
    ///
    /// **Throws:** ``TokenizerError``, ``InferenceError``.
    package init(
        prover: Prover, reference: Transformer?, settings: Settings,
        onPass: @Sendable () -> Void = {}
    ) throws {
        self.prover = prover
        self.settings = settings
        let shape = prover.transformer.shape
        heads = Array(
            repeating: Array(repeating: HeadStatistics(), count: shape.headCount),
            count: shape.layerCount)
        samples = Array(repeating: [], count: AuditPrompts.selectionCount)
        try measure(onPass)
        for index in 1..<settings.runCount {
            // Every second run goes on one thread, and all go from the last prompt to the first.
            let threadCount = index % 2 == 1 ? 1 : settings.threadCount
            try runs.append(
                AuditRun(
                    prover, prover.transformer, promptCount: settings.promptCount,
                    threadCount: threadCount, onPass))
        }
        if let reference {
            self.reference = try AuditRun(
                prover, reference,
                promptCount: min(settings.promptCount, AuditRun.referencePromptCount),
                threadCount: settings.threadCount, onPass)
        }
    }

    /// Whether every run had the same rows as the first, bit for bit.
    package var isDeterministic: Bool {
        (runs + (reference.map { [$0] } ?? [])).allSatisfy { differingPrompts($0).isEmpty }
    }

    /// The prompts whose rows are not those of the first run.
    package func differingPrompts(_ run: AuditRun) -> [Int] {
        zip(runs[0].rowDigests, run.rowDigests).enumerated()
            .filter { $0.element.0 != $0.element.1 }.map(\.offset)
    }

    /// The statistics of all heads together.
    package var allHeads: HeadStatistics {
        heads.joined().reduce(into: HeadStatistics()) { $0.merge($1) }
    }

    // MARK: The first run

    /// The number of prompts that are kept in memory at a time.
    private static let chunkCount = 64

    private struct Measured: Sendable {
        let rowDigest: String
        let tokenCount: Int
        let isCut: Bool
        let heads: [[HeadStatistics]]
        let fingerprints: [String]
        let neededMultiplyAddCount: Int
        let nanoseconds: Int
    }

    private mutating func measure(_ onPass: @Sendable () -> Void) throws {
        var digests: [String] = []
        let prover = prover
        for start in stride(from: 0, to: settings.promptCount, by: Self.chunkCount) {
            let count = min(Self.chunkCount, settings.promptCount - start)
            let measured = try Threads.map(count: count, threadCount: settings.threadCount) {
                try Self.measured(prover, start + $0, onPass)
            }
            for prompt in measured { fold(prompt) }
            digests += measured.map(\.rowDigest)
        }
        for sample in samples { space.add(sample) }
        samples = []
        runs = [
            AuditRun(
                rowDigests: digests, backend: prover.transformer.backend.name,
                threadCount: settings.threadCount)
        ]
    }

    private mutating func fold(_ prompt: Measured) {
        cutPromptCount += prompt.isCut ? 1 : 0
        for (layer, row) in prompt.heads.enumerated() {
            for (head, statistics) in row.enumerated() { heads[layer][head].merge(statistics) }
        }
        for (index, text) in prompt.fingerprints.enumerated() { samples[index].append(text) }
        cost.tokenCount += prompt.tokenCount
        cost.multiplyAddCount += WorkCost.whole(
            prover.transformer.architecture, tokenCount: prompt.tokenCount)
        cost.neededMultiplyAddCount += prompt.neededMultiplyAddCount
        forwardNanoseconds += prompt.nanoseconds
    }

    private static func measured(
        _ prover: Prover, _ index: Int, _ onPass: @Sendable () -> Void
    ) throws -> Measured {
        let (ids, isCut) = try AuditRun.ids(prover, index)
        let watch = Stopwatch()
        let rows = try prover.transformer.forward(ids).rows
        let nanoseconds = watch.nanoseconds
        onPass()
        let places = AuditPrompts.shuffle(index, tokenCount: ids.count)
        var shuffledIDs = ids
        for (token, place) in places.enumerated() { shuffledIDs[place] = ids[token] }
        let shuffled = try prover.transformer.forward(shuffledIDs).rows
        onPass()
        let fingerprints = (0..<AuditPrompts.selectionCount).map {
            Fingerprint(salt: AuditPrompts.selectionSalt($0), rows: rows)
        }
        return Measured(
            rowDigest: AuditRun.digest(rows), tokenCount: ids.count, isCut: isCut,
            heads: zip(rows, shuffled).map { layer in
                zip(layer.0, layer.1).map { row, shuffled in
                    var statistics = HeadStatistics()
                    statistics.add(row: row, shuffled: shuffled, places: places)
                    return statistics
                }
            },
            fingerprints: fingerprints.map { Digests.sha256($0.text.utf8).text },
            neededMultiplyAddCount: fingerprints.reduce(0) {
                $0
                    + WorkCost.needed(
                        prover.transformer.architecture, tokenCount: ids.count,
                        heads: $1.heads.map(\.head)
                    )
            },
            nanoseconds: nanoseconds)
    }
}
