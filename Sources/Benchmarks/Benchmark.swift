internal import Fingerprints
internal import Inference
internal import Platform
package import Proving
internal import Tensors
internal import Tokenization

/// Measurements of one run; ratios are meaningful only between measurements of the same run.
///
/// Each repeats its work and keeps the fastest and the slowest time, since other work on a machine
/// can only slow it down. Results are digested, so that a fast and wrong way is found.
package struct Benchmark {
    package struct Settings: Sendable {
        package let promptCount: Int
        package let repeatCount: Int
        package let threadCount: Int
        package let batchPromptCounts: [Int]

        /// **Precondition:** all ≥ 1, batches within ``GoldenRun/Settings/batchPromptCountMax``.
        package init(
            promptCount: Int, repeatCount: Int, threadCount: Int, batchPromptCounts: [Int]
        ) {
            precondition(
                ([promptCount, repeatCount, threadCount] + batchPromptCounts).allSatisfy { $0 >= 1 }
            )
            self.promptCount = promptCount
            self.repeatCount = repeatCount
            self.threadCount = threadCount
            self.batchPromptCounts = batchPromptCounts
        }

        /// The largest batch: threads share out the prompts first, so no batch is larger than a
        /// thread's part.
        var partMax: Int { max(promptCount / threadCount, 1) }

        var usefulBatches: [Int] { batchPromptCounts.filter { $0 == 1 || $0 <= partMax } }
    }

    private let settings: Settings
    private let model: String
    private let integerWeightsHash: String
    private let prover: Prover
    private let runSeparately: (SeparateRun.Request) throws -> SeparateRun
    private let onPoint: (BenchmarkPoint) -> Void

    /// - Parameters:
    ///   - runSeparately: proves the first prompts of the model's receipt in a process of its own.
    ///   - onPoint: is told each measurement when it is done.
    package init(
        model: String, integerWeightsHash: String, prover: Prover, settings: Settings,
        runSeparately: @escaping (SeparateRun.Request) throws -> SeparateRun,
        onPoint: @escaping (BenchmarkPoint) -> Void
    ) {
        self.model = model
        self.integerWeightsHash = integerWeightsHash
        self.prover = prover
        self.settings = settings
        self.runSeparately = runSeparately
        self.onPoint = onPoint
    }

    private var backend: String { prover.transformer.backend.name }

    private var weightsBytes16Bits: Int { 2 * prover.transformer.shape.parameterCount }

    /// The number of measurements of each backend.
    package static func backendPointCount(_ settings: Settings) -> Int {
        settings.usefulBatches.count
    }

    /// The number of further measurements, of the first backend only.
    package static func firstBackendPointCount(
        _ settings: Settings, contextTokenCount: Int
    ) -> Int {
        lengths.filter { $0 <= contextTokenCount }.count + settings.threadCount + miningPointCount
    }

    private static let miningPointCount = 8

    // MARK: What the machine can do

    private static let peakNanosecondsMin = 200_000_000

    /// The peak of every variant's instructions, on one thread and on all, and of reading memory on
    /// all.
    package static func peaks(threadCount: Int) throws -> [BenchmarkPeak] {
        let counts = threadCount == 1 ? [1] : [1, threadCount]
        var peaks: [BenchmarkPeak] = []
        for name in KernelPeaks.names {
            for count in counts {
                peaks.append(try peak(name, threadCount: count))
            }
        }
        for count in counts { peaks.append(memoryPeak(threadCount: count)) }
        return peaks
    }

    private static let memoryBytes = 256 << 20
    private static let memoryReadingCount = 5

    /// Measures reading memory: each thread reads its own part several times; the fastest time
    /// counts.
    private static func memoryPeak(threadCount: Int) -> BenchmarkPeak {
        let parts = (0..<threadCount).map { _ in
            [UInt64](repeating: 1, count: memoryBytes / 8 / threadCount)
        }
        let times = (0..<memoryReadingCount).map { _ in
            let watch = Stopwatch()
            Threads.each(count: threadCount) { part in
                precondition(KernelPeaks.read(parts[part]) > 0)
            }
            return watch.nanoseconds
        }
        return BenchmarkPeak(
            name: "memory", threadCount: threadCount,
            count: parts.reduce(0) { $0 + $1.count * 8 }, nanoseconds: times.min()!)
    }

    /// Doubles the rounds until they take long enough to be timed.
    private static func peak(_ name: String, threadCount: Int) throws -> BenchmarkPeak {
        var rounds = 1 << 16
        while true {
            let count = rounds
            let watch = Stopwatch()
            let products = Threads.map(count: threadCount, threadCount: threadCount) { _ in
                KernelPeaks.multiply(name, rounds: count)
            }
            let nanoseconds = watch.nanoseconds
            if nanoseconds >= peakNanosecondsMin {
                return BenchmarkPeak(
                    name: name, threadCount: threadCount, count: products.reduce(0, +),
                    nanoseconds: nanoseconds)
            }
            rounds *= 2
        }
    }

    // MARK: Series

    /// **Throws:** ``BenchmarkError/beyondContext(tokenCount:contextTokenCount:)`` where one of the
    /// challenges has no proof, before any work is done.
    private func checkContext(_ challenges: [Challenge]) throws {
        let contextTokenCount = prover.transformer.shape.contextTokenCount
        let longest = challenges.map(\.tokenIDs.count).max() ?? 0
        guard longest <= contextTokenCount else {
            throw BenchmarkError.beyondContext(
                tokenCount: longest, contextTokenCount: contextTokenCount)
        }
    }

    private func checkReceiptContext(promptCount: Int) throws {
        try checkContext(
            (0..<promptCount).map { index in
                try Challenge(
                    salt: GoldenPrompts.salt(index),
                    prompt: Array(GoldenPrompts.prompt(index).utf8),
                    tokenizer: prover.tokenizer)
            })
    }

    /// Measures the receipt's first prompts in batches of every size.
    package func backends() throws {
        for batch in settings.usefulBatches {
            try receipt(.backends, threadCount: settings.threadCount, batch: batch)
        }
    }

    package func threads() throws {
        for count in 1...settings.threadCount {
            try receipt(.threads, threadCount: count, batch: min(16, settings.partMax))
        }
    }

    package func models() throws {
        try receipt(.models, threadCount: settings.threadCount, batch: min(16, settings.partMax))
    }

    /// Measures a process that makes one proof, from the model's files or from a cache of its
    /// integers, all of which the system may still hold in memory.
    package func coldStart(usesCache: Bool) throws {
        try checkReceiptContext(promptCount: 1)
        let request = SeparateRun.Request(
            backend: backend, promptCount: 1, batchPromptCount: 1,
            threadCount: settings.threadCount, usesCache: usesCache)
        // The first process makes the cache.
        let runs = try (0..<settings.repeatCount + (usesCache ? 1 : 0)).map { _ in
            try runSeparately(request)
        }.suffix(settings.repeatCount)
        guard runs.allSatisfy({ $0.isCached == usesCache }) else {
            throw BenchmarkError.notCached(model: model)
        }
        let times = runs.map(\.nanoseconds)
        try checkRepeated(usesCache ? .cachedStart : .coldStart, runs.map { $0.proofHashes[0] })
        onPoint(
            BenchmarkPoint(
                series: usesCache ? .cachedStart : .coldStart, model: model,
                integerWeightsHash: integerWeightsHash, weightsBytes16Bits: weightsBytes16Bits,
                backend: backend, threadCount: settings.threadCount, batchPromptCount: 1,
                sharesPrefixes: false,
                stopsEarly: false, promptCount: 1, tokenCount: runs.first!.tokenCount,
                multiplyAddCount: 0, limbProductCount: 0, nanoseconds: times.min()!,
                nanosecondsSlowest: times.max()!, digest: runs.first!.proofHashes[0],
                memoryBytesPeak: runs.compactMap(\.memoryBytesPeak).max()))
    }

    private func checkRepeated(
        _ series: BenchmarkPoint.Series, _ digests: [String]
    ) throws(BenchmarkError) {
        for digest in digests where digest != digests[0] {
            throw .notRepeated(series: series, first: digests[0], then: digest)
        }
    }

    static let lengths = [8, 16, 32, 64, 128, 256, 512]

    /// Measures one prompt alone, of 8 tokens up to 512 or the context.
    package func lengths() throws {
        let shape = prover.transformer.shape
        let text = (0..<40).map(GoldenPrompts.prompt).joined(separator: " ")
        let ids = try prover.tokenizer.encode(Array(text.utf8))
        let workers = Workers(threadCount: settings.threadCount)
        for length in Self.lengths where length <= shape.contextTokenCount {
            let sequence = (0..<length).map { ids[$0 % ids.count] }
            try measure(.length, promptCount: 1, tokenCount: length, batch: 1, .none) {
                let result = try prover.transformer.forward(batch: [sequence], workers: workers)
                let text = Fingerprint(salt: "bench", rows: result.rows[0]).proofHash
                return Work(
                    digest: text, multiplyAddCount: result.multiplyAddCount,
                    limbProductCount: result.limbProductCount)
            }
        }
    }

    /// The number of salts that are mined under, each for one batch of attempts.
    package static let saltCount = 20
    static let attemptCount = 64

    private static let bothShortcuts = Shortcuts(sharesPrefixes: true, stopsEarly: true)

    /// Measures attempts with neither shortcut, with each alone, and with both.
    package func mining() throws {
        for (sharesPrefixes, stopsEarly) in [
            (false, false), (true, false), (false, true), (true, true),
        ] {
            try mining(
                .mining, Shortcuts(sharesPrefixes: sharesPrefixes, stopsEarly: stopsEarly)
            ) { MiningPrompts.prompt(salt: $0, attempt: $1) }
        }
    }

    /// Measures attempts that differ in the last word, with neither shortcut and with both.
    package func miningLastWords() throws {
        for shortcuts in [.none, Self.bothShortcuts] {
            try mining(.lastWord, shortcuts) { MiningPrompts.prompt(salt: $0, lastWord: $1) }
        }
    }

    /// Measures attempts of one word, with neither shortcut and with both.
    package func miningWords() throws {
        for shortcuts in [.none, Self.bothShortcuts] {
            try mining(.oneWord, shortcuts) { MiningPrompts.prompt(oneWord: $1) }
        }
    }

    private func mining(
        _ series: BenchmarkPoint.Series, _ shortcuts: Shortcuts, _ prompt: (Int, Int) -> String
    ) throws {
        let workers = Workers(threadCount: settings.threadCount)
        let batches = try (0..<Self.saltCount).map { salt in
            try (0..<Self.attemptCount).map { attempt in
                try Challenge(
                    salt: MiningPrompts.salt(salt), prompt: Array(prompt(salt, attempt).utf8),
                    tokenizer: prover.tokenizer)
            }
        }
        try checkContext(Array(batches.joined()))
        try measure(
            series, promptCount: Self.saltCount * Self.attemptCount,
            tokenCount: batches.joined().reduce(0) { $0 + $1.tokenIDs.count },
            batch: Self.attemptCount, shortcuts
        ) {
            var hashes: [String] = []
            var (multiplyAddCount, limbProductCount) = (0, 0)
            for batch in batches {
                let proofs = try prover.prove(batch, shortcuts: shortcuts, workers: workers)
                hashes += proofs.fingerprints.map(\.proofHash)
                multiplyAddCount += proofs.multiplyAddCount
                limbProductCount += proofs.limbProductCount
            }
            return Work(
                digest: GoldenPrompts.ultimateHash(hashes), multiplyAddCount: multiplyAddCount,
                limbProductCount: limbProductCount)
        }
    }

    private func receipt(
        _ series: BenchmarkPoint.Series, threadCount: Int, batch: Int
    ) throws {
        try checkReceiptContext(promptCount: settings.promptCount)
        let runSettings = GoldenRun.Settings(threadCount: threadCount, batchPromptCount: batch)
        // One batch for each thread: more prompts take no more memory.
        let separate =
            series != .backends
            ? nil
            : try runSeparately(
                SeparateRun.Request(
                    backend: backend, promptCount: min(batch * threadCount, settings.promptCount),
                    batchPromptCount: batch, threadCount: threadCount, usesCache: false))
        try measure(
            series, promptCount: settings.promptCount, tokenCount: nil, batch: batch, .none,
            threadCount: threadCount, memoryBytesPeak: separate?.memoryBytesPeak
        ) {
            let run = try GoldenRun(
                prover: prover, promptCount: settings.promptCount, settings: runSettings)
            for (alone, here) in zip(separate?.proofHashes ?? [], run.proofHashes) {
                try checkRepeated(series, [alone, here])
            }
            return Work(
                digest: run.ultimateHash, multiplyAddCount: run.multiplyAddCount,
                limbProductCount: run.limbProductCount, tokenCount: run.tokenCount)
        }
    }

    // MARK: Measuring

    private struct Work {
        let digest: String
        let multiplyAddCount: Int
        let limbProductCount: Int
        var tokenCount: Int?
    }

    private func measure(
        _ series: BenchmarkPoint.Series, promptCount: Int, tokenCount: Int?, batch: Int,
        _ shortcuts: Shortcuts, threadCount: Int? = nil, memoryBytesPeak: Int? = nil,
        _ work: () throws -> Work
    ) throws {
        var times: [Int] = []
        var works: [Work] = []
        for _ in 0..<settings.repeatCount {
            let watch = Stopwatch()
            works.append(try work())
            times.append(watch.nanoseconds)
        }
        try checkRepeated(series, works.map(\.digest))
        let first = works[0]
        onPoint(
            BenchmarkPoint(
                series: series, model: model, integerWeightsHash: integerWeightsHash,
                weightsBytes16Bits: weightsBytes16Bits, backend: backend,
                threadCount: threadCount ?? settings.threadCount, batchPromptCount: batch,
                sharesPrefixes: shortcuts.sharesPrefixes, stopsEarly: shortcuts.stopsEarly,
                promptCount: promptCount, tokenCount: tokenCount ?? first.tokenCount ?? 0,
                multiplyAddCount: first.multiplyAddCount, limbProductCount: first.limbProductCount,
                nanoseconds: times.min()!, nanosecondsSlowest: times.max()!, digest: first.digest,
                memoryBytesPeak: memoryBytesPeak))
    }
}
