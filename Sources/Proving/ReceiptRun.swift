internal import Fingerprints
public import Inference
internal import Platform
public import Tensors

/// A receipt computed: every prompt's proof, in the prompts' order.
public struct ReceiptRun: Sendable {
    /// How the work is done, which changes its time and nothing else.
    public struct Settings: Sendable {
        public static let batchPromptCountDefault = 16
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
    public let tokenCount: Int
    public let ranges: ForwardRanges
    /// Products of matrices that were computed.
    public let multiplyAddCount: Int
    public let limbProductCount: Int

    public var ultimateHash: String { Receipt.ultimateHash(proofHashes) }

    /// Proves the first `promptCount` prompts of the receipt.
    ///
    /// **Determinism:** see ``Prover/prove(_:shortcuts:workers:)``. `onProof` is called once a
    /// prompt. **Throws:** the error of the first prompt that has no proof.
    public init(
        prover: Prover, promptCount: Int, settings: Settings,
        onProof: (_ index: Int) -> Void = { _ in }
    ) throws {
        let challenges = try (0..<promptCount).map { index in
            try Challenge(
                salt: Receipt.salt(index), prompt: Array(Receipt.prompt(index).utf8),
                tokenizer: prover.tokenizer)
        }
        let workers = Workers(threadCount: settings.threadCount)
        var hashes: [String] = []
        var ranges = ForwardRanges()
        var (multiplyAddCount, limbProductCount) = (0, 0)
        for batch in Self.batches(challenges, promptCountMax: settings.batchPromptCount) {
            let proofs = try prover.prove(
                Array(challenges[batch]), shortcuts: settings.shortcuts, workers: workers)
            // Rows and cascades are dropped here: a long receipt keeps a line a prompt.
            hashes += proofs.fingerprints.map(\.proofHash)
            ranges.merge(proofs.ranges)
            multiplyAddCount += proofs.multiplyAddCount
            limbProductCount += proofs.limbProductCount
            batch.forEach(onProof)
        }
        proofHashes = hashes
        tokenCount = challenges.reduce(0) { $0 + $1.tokenIDs.count }
        self.ranges = ranges
        self.multiplyAddCount = multiplyAddCount
        self.limbProductCount = limbProductCount
    }

    /// A batch of more tokens would take memory and no less time.
    private static let batchTokenCountMax = 4096

    /// Runs of consecutive prompts, each of at least one.
    static func batches(_ challenges: [Challenge], promptCountMax: Int) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var tokenCount = 0
        for (index, challenge) in challenges.enumerated() {
            let isFull =
                index - start == promptCountMax
                || tokenCount + challenge.tokenIDs.count > batchTokenCountMax
            if isFull && index > start {
                batches.append(start..<index)
                start = index
                tokenCount = 0
            }
            tokenCount += challenge.tokenIDs.count
        }
        if start < challenges.count { batches.append(start..<challenges.count) }
        return batches
    }
}

extension Workers {
    /// Threads of this process.
    public init(threadCount: Int) {
        self.init(count: threadCount) { body in Threads.each(count: threadCount, body) }
    }
}
