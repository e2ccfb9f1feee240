public import Fingerprints
public import Inference
internal import Platform
public import Tensors

/// A receipt computed: every prompt's proof, in the prompts' order.
public struct GoldenRun: Sendable {
    /// How the work is done, which changes its time and nothing else.
    public struct Settings: Sendable {
        public static let batchPromptCountDefault = 8
        public static let batchPromptCountMax = 256

        public let threadCount: Int
        /// Prompts that run together.
        public let batchPromptCount: Int
        public let shortcuts: Shortcuts

        /// **Preconditions:** threadCount ≥ 1, batchPromptCount from 1 to
        /// ``batchPromptCountMax``.
        public init(
            threadCount: Int, batchPromptCount: Int = batchPromptCountDefault,
            shortcuts: Shortcuts = .none
        ) {
            precondition(
                threadCount >= 1 && (1...Self.batchPromptCountMax).contains(batchPromptCount),
                "\(threadCount) threads, \(batchPromptCount) prompts")
            self.threadCount = threadCount
            self.batchPromptCount = batchPromptCount
            self.shortcuts = shortcuts
        }
    }

    public let proofHashes: [String]
    /// Every prompt's.
    public let tokenIDs: [[Int32]]
    public let tokenCount: Int
    /// ``GoldenPrompts/tokensDigest(_:)``.
    public let tokensDigest: String
    /// How many of the rows that the fingerprints read are of each kind.
    public let rowCounts: RowCounts
    public let ranges: ForwardRanges
    /// Products of matrices that were computed.
    public let multiplyAddCount: Int
    public let limbProductCount: Int

    public var ultimateHash: String { GoldenPrompts.ultimateHash(proofHashes) }

    /// Proves the first `promptCount` prompts of the receipt.
    ///
    /// **Determinism:** see ``Prover/prove(_:shortcuts:workers:)``. `onProof` is called once a
    /// prompt, from any of the threads. **Throws:** the error of the first prompt that has no
    /// proof.
    public init(
        prover: Prover, promptCount: Int, settings: Settings,
        onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws {
        let challenges = try (0..<promptCount).map { index in
            try Challenge(
                salt: GoldenPrompts.salt(index), prompt: Array(GoldenPrompts.prompt(index).utf8),
                tokenizer: prover.tokenizer)
        }
        // Threads share out the prompts, which never wait for each other; only where there are too
        // few do they share every operation.
        let isShared = promptCount < 2 * settings.threadCount
        let partCount = isShared ? 1 : settings.threadCount
        let workers = isShared ? Workers(threadCount: settings.threadCount) : .alone
        let parts = try Threads.map(count: partCount, threadCount: partCount) { part in
            let range = promptCount * part / partCount..<promptCount * (part + 1) / partCount
            return try Part(
                challenges[range], prover: prover, settings: settings, workers: workers,
                onProof: onProof)
        }
        proofHashes = parts.flatMap(\.proofHashes)
        tokenIDs = challenges.map(\.tokenIDs)
        tokenCount = tokenIDs.reduce(0) { $0 + $1.count }
        tokensDigest = GoldenPrompts.tokensDigest(tokenIDs)
        rowCounts = parts.reduce(into: RowCounts()) { $0.merge($1.rowCounts) }
        ranges = parts.reduce(into: ForwardRanges()) { $0.merge($1.ranges) }
        multiplyAddCount = parts.reduce(0) { $0 + $1.multiplyAddCount }
        limbProductCount = parts.reduce(0) { $0 + $1.limbProductCount }
    }

    /// The prompts of one thread. Rows and cascades are dropped here: a long receipt keeps a line a
    /// prompt.
    private struct Part: Sendable {
        var proofHashes: [String] = []
        var rowCounts = RowCounts()
        var ranges = ForwardRanges()
        var multiplyAddCount = 0
        var limbProductCount = 0

        init(
            _ challenges: ArraySlice<Challenge>, prover: Prover, settings: Settings,
            workers: Workers, onProof: (_ index: Int) -> Void
        ) throws {
            let batches = TokenBatches.ranges(
                challenges.lazy.map(\.tokenIDs.count), sequenceCountMax: settings.batchPromptCount)
            for batch in batches {
                let proofs = try prover.prove(
                    Array(challenges[batch]), shortcuts: settings.shortcuts, workers: workers)
                proofHashes += proofs.fingerprints.map(\.proofHash)
                for head in proofs.fingerprints.lazy.flatMap(\.heads) { rowCounts.add(head.row) }
                ranges.merge(proofs.ranges)
                multiplyAddCount += proofs.multiplyAddCount
                limbProductCount += proofs.limbProductCount
                batch.forEach(onProof)
            }
        }
    }
}

extension Workers {
    /// Threads of this process, which stay at hand as long as this.
    public init(threadCount: Int) {
        let team = ThreadTeam(count: threadCount)
        self.init(count: threadCount) { body in team.each(body) }
    }
}
