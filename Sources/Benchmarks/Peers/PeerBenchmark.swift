internal import Encodings
internal import Fingerprints
internal import Inference
internal import Platform
package import Proving
internal import Tensors
internal import Tokenization

/// Other engines beside this one, on the same weights and prompts: every round runs each of them
/// once, so that other work of the machine slows down all of them alike.
package struct PeerBenchmark {
    package struct Settings: Sendable {
        package let promptCount: Int
        package let repeatCount: Int
        package let threadCount: Int
        package let batchPromptCounts: [Int]
        /// The rest before each run.
        package let pauseMilliseconds: Int

        /// Threads of other engines may spin for a while after their work, those of OpenMP for
        /// 200 ms.
        package static let pauseMillisecondsDefault = 300

        /// **Precondition:** counts ≥ 1, batches within
        /// ``GoldenRun/Settings/batchPromptCountMax``, a pause ≥ 0.
        package init(
            promptCount: Int, repeatCount: Int, threadCount: Int, batchPromptCounts: [Int],
            pauseMilliseconds: Int = pauseMillisecondsDefault
        ) {
            let all = [promptCount, repeatCount, threadCount] + batchPromptCounts
            precondition(all.allSatisfy { $0 >= 1 }, "\(all)")
            self.promptCount = promptCount
            self.repeatCount = repeatCount
            self.threadCount = threadCount
            self.batchPromptCounts = batchPromptCounts
            self.pauseMilliseconds = pauseMilliseconds
        }
    }

    /// The engines by the names that the script knows.
    package static let engineNames = [
        "float64", "pytorch-float32", "pytorch-bfloat16", "onnxruntime-float32",
        "onnxruntime-int8", "ctranslate2-int8",
    ]

    /// How many pieces of work ``results(onWork:)`` does where every engine is there.
    package static func workCount(_ settings: Settings) -> Int {
        let runCount = settings.repeatCount * settings.batchPromptCounts.count
        return engineNames.count + (engineNames.count + 2) * runCount
    }

    private let prover: Prover
    private let modelFolder: String
    private let program: PeerProgram
    private let settings: Settings
    private let workers: Workers
    private let challenges: [Challenge]

    /// - Parameter modelFolder: has the weights that `prover` holds, for the others to read.
    /// **Throws:** ``BenchmarkError/beyondContext(tokenCount:contextTokenCount:)`` where a prompt
    /// has no proof; `TokenizerError`.
    package init(
        prover: Prover, modelFolder: String, program: PeerProgram, settings: Settings
    ) throws {
        self.prover = prover
        self.modelFolder = modelFolder
        self.program = program
        self.settings = settings
        workers = Workers(threadCount: settings.threadCount)
        challenges = try (0..<settings.promptCount).map { index in
            try Challenge(
                salt: GoldenPrompts.salt(index), prompt: Array(GoldenPrompts.prompt(index).utf8),
                tokenizer: prover.tokenizer)
        }
        let longest = challenges.map(\.tokenIDs.count).max() ?? 0
        let context = prover.transformer.shape.contextTokenCount
        guard longest <= context else {
            throw BenchmarkError.beyondContext(tokenCount: longest, contextTokenCount: context)
        }
    }

    /// Measures all engines that are there.
    ///
    /// - Parameter onWork: told of each piece of work that is done.
    /// **Throws:** `PlatformError` where no process can be started, ``BenchmarkError/failed(_:)``
    /// where this engine's own proofs are not the same each time. An engine of others that goes
    /// wrong is among the results.
    package func results(onWork: () -> Void) throws -> PeerResults {
        let fingerprints = try fingerprints(batch: settings.batchPromptCounts.max() ?? 1)
        let proofHashes = fingerprints.map(\.proofHash)
        return try Folder.withTemporary(prefix: "glyphlab-peers") { folder in
            let request = folder + "/request.json"
            try WholeFile.write(Array(document(fingerprints).compactText.utf8), to: request)
            var results = PeerResults(
                ours: PeerRounds(
                    engine: ourEngine("GlyphLab", "all threads on one batch"),
                    batchPromptCounts: settings.batchPromptCounts),
                receipt: PeerRounds(
                    engine: ourEngine("GlyphLab, receipt", "a thread on each batch"),
                    batchPromptCounts: settings.batchPromptCounts),
                promptCount: challenges.count,
                tokenCount: challenges.reduce(0) { $0 + $1.tokenIDs.count })
            var processes = try started(request, &results, onWork)
            for round in 1...settings.repeatCount {
                for (column, batch) in settings.batchPromptCounts.enumerated() {
                    try runOurs(column, batch, proofHashes, &results, onWork)
                    for (index, process) in processes.enumerated() {
                        defer { onWork() }
                        guard let process else { continue }
                        do throws(PeerError) {
                            try run(process, round, column, proofHashes, &results.peers[index])
                        } catch {
                            results.failures.append(error)
                            processes[index] = nil
                        }
                    }
                }
            }
            processes.forEach { $0?.finish() }
            results.peers = zip(results.peers, processes).filter { $1 != nil }.map(\.0)
            return results
        }
    }

    private func ourEngine(_ title: String, _ work: String) -> PeerGreeting.Engine {
        PeerGreeting.Engine(
            name: title == "GlyphLab" ? "glyphlab" : "glyphlab-receipt", title: title,
            version: prover.transformer.backend.name, isExact: true,
            work: "all layers in integers, and the proofs; \(work)", padding: "nothing")
    }

    // MARK: Other engines

    /// The weights' place, the prompts, and the exact rows of the heads that the salts select.
    private func document(_ fingerprints: [Fingerprint]) -> JSONValue {
        func integers<Element: BinaryInteger>(_ values: [Element]) -> JSONValue {
            .array(values.map { .integer(Int($0)) })
        }
        return .object([
            JSONMember("model", .string(modelFolder)),
            JSONMember("threads", .integer(settings.threadCount)),
            JSONMember("batches", integers(settings.batchPromptCounts)),
            JSONMember(
                "prompts",
                .array(
                    zip(challenges, fingerprints).map { challenge, fingerprint in
                        .object([
                            JSONMember("salt", .string(challenge.salt)),
                            JSONMember("token_ids", integers(challenge.tokenIDs)),
                            JSONMember(
                                "rows", .array(fingerprint.heads.map { integers($0.row) })),
                        ])
                    })),
        ])
    }

    /// A process for each engine that is there, loaded one after the other; nil once it has gone
    /// wrong.
    private func started(
        _ request: String, _ results: inout PeerResults, _ onWork: () -> Void
    ) throws -> [PeerProcess?] {
        var processes: [PeerProcess?] = []
        for name in Self.engineNames {
            defer { onWork() }
            let process = try PeerProcess(program, engine: name, request: request)
            do throws(PeerError) {
                switch try process.greeting() {
                case .missing(let reason):
                    results.missing.append((name, reason))
                    process.finish()
                case .ready(let engine):
                    results.peers.append(
                        PeerRounds(
                            engine: engine, batchPromptCounts: settings.batchPromptCounts))
                    processes.append(process)
                }
            } catch {
                results.failures.append(error)
            }
        }
        return processes
    }

    private func run(
        _ process: PeerProcess, _ round: Int, _ column: Int, _ proofHashes: [String],
        _ rounds: inout PeerRounds
    ) throws(PeerError) {
        Pause.wait(milliseconds: settings.pauseMilliseconds)
        let batch = settings.batchPromptCounts[column]
        let answer = try process.run(round: round, batch: batch, promptCount: proofHashes.count)
        let work = PeerProcess.work(round: round, batch: batch)
        if rounds.engine.isExact {
            guard let found = answer.proofHashes else {
                throw .nonsense(
                    engine: rounds.engine.name, work: work,
                    expected: "the proofs of an exact engine", got: "null")
            }
            for (index, (expected, got)) in zip(proofHashes, found).enumerated()
            where expected != got {
                throw .wrongProof(
                    engine: rounds.engine.name, work: work, prompt: index, expected: expected,
                    got: got)
            }
        }
        rounds.columns[column].nanoseconds.append(answer.nanoseconds)
        rounds.columns[column].digests.append(answer.digest)
        rounds.columns[column].equalProofCount = answer.proofHashes.map { found in
            zip(proofHashes, found).count { $0 == $1 }
        }
        if let furthest = answer.furthestMillionths {
            let most = rounds.columns[column].furthestMillionths ?? 0
            rounds.columns[column].furthestMillionths = max(most, furthest)
        }
        rounds.note = answer.note
    }

    // MARK: This engine

    /// All threads work on one batch after the other.
    private func fingerprints(batch: Int) throws -> [Fingerprint] {
        try stride(from: 0, to: challenges.count, by: batch).flatMap { first in
            try prover.prove(
                Array(challenges[first..<min(first + batch, challenges.count)]),
                shortcuts: .none, workers: workers
            ).fingerprints
        }
    }

    private func runOurs(
        _ column: Int, _ batch: Int, _ proofHashes: [String], _ results: inout PeerResults,
        _ onWork: () -> Void
    ) throws {
        try measure(column, proofHashes, &results.ours) {
            try fingerprints(batch: batch).map(\.proofHash)
        }
        onWork()
        try measure(column, proofHashes, &results.receipt) {
            try GoldenRun(
                prover: prover, promptCount: challenges.count,
                settings: GoldenRun.Settings(
                    threadCount: settings.threadCount, batchPromptCount: batch)
            ).proofHashes
        }
        onWork()
    }

    private func measure(
        _ column: Int, _ proofHashes: [String], _ rounds: inout PeerRounds,
        _ work: () throws -> [String]
    ) throws {
        Pause.wait(milliseconds: settings.pauseMilliseconds)
        let watch = Stopwatch()
        let found = try work()
        let nanoseconds = watch.nanoseconds
        guard found == proofHashes else {
            throw BenchmarkError.failed("peers: expected the proofs of the first run again")
        }
        rounds.columns[column].nanoseconds.append(nanoseconds)
        rounds.columns[column].digests.append(GoldenPrompts.ultimateHash(found))
        rounds.columns[column].equalProofCount = found.count
        rounds.columns[column].furthestMillionths = 0
    }
}
