internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Platform
internal import Proving
internal import Tensors
internal import Tokenization

/// What a miner of the published chain saves.
public struct PublishedAdvantage: Sendable {
    /// One way of mining, and what all its attempts cost.
    public struct Way: Sendable, Equatable {
        public enum Name: String, Sendable, CaseIterable {
            /// As the published miner works.
            case inFull = "in_full"
            /// Nothing is computed that the fingerprint does not read.
            case earlyStop = "early_stop"
            /// Honest prompts, which have the salt and now and then a word in common.
            case sharedPrefixes = "shared_prefixes"
            /// Prompts that were chosen: only the last word is another one.
            case lastWord = "last_word"
            /// An address whose salt reads few layers, and nothing computed after them.
            case groundAddress = "ground_address"
            /// A ground address, nothing computed after its layers, only the last word another one.
            case together
        }

        public let name: Name
        /// How many attempts are computed together.
        public let batchAttemptCount: Int
        /// The deepest layer that the salt reads, counted from 1.
        public let readLayerCount: Int
        public let tokenCount: Int
        public let multiplyAddCount: Int
        /// Wall time from the prompts' texts to the proofs, in the fastest round.
        public internal(set) var nanoseconds: Int
    }

    /// Of batches that share prefixes: fewer than the common words, so that last words differ.
    static let sharingAttemptCount = 64
    static let stepCount = MinerAdvantage.roundCount * Way.Name.allCases.count + 4

    public let addresses: AddressSearch
    /// In the order of their names; the first is what the others are compared with.
    public private(set) var ways: [Way] = []

    /// Multiply-adds in full : multiply-adds of the way.
    public func computed(_ way: Way) -> Ratio {
        Ratio(ways[0].multiplyAddCount, max(way.multiplyAddCount, 1))
    }

    /// Attempts in a time : those of computing in full.
    public func measured(_ way: Way) -> Ratio {
        Ratio(ways[0].nanoseconds, max(way.nanoseconds, 1))
    }

    init(
        _ prover: BatchProver, _ settings: MinerAdvantage.Settings, onStep: () -> Void
    ) throws {
        let shape = prover.prover.transformer.shape
        addresses = try AddressSearch(shape, settings)
        onStep()
        let plans = Self.plans(settings, groundAddress: addresses.address)
        var proofs: [[String]] = []
        for round in 0..<MinerAdvantage.roundCount {
            for (index, plan) in plans.enumerated() {
                let run = try plan.run(prover)
                if round == 0 {
                    proofs.append(run.proofs)
                    ways.append(
                        Way(
                            name: plan.name, batchAttemptCount: plan.batchAttemptCount,
                            readLayerCount: AddressSearch.deepestLayer(plan.salt, shape) + 1,
                            tokenCount: run.tokenCount, multiplyAddCount: run.multiplyAddCount,
                            nanoseconds: run.nanoseconds))
                } else {
                    try MinerAdvantageError.check(
                        plan.name.rawValue, run.proofs, equal: proofs[index])
                    ways[index].nanoseconds = min(ways[index].nanoseconds, run.nanoseconds)
                }
                onStep()
            }
        }
        for (index, plan) in plans.enumerated() {
            // The first is computed in full, and two others have its salt and prompts.
            let isFirst = plan.salt == plans[0].salt && plan.prompts == plans[0].prompts
            let expected = isFirst ? proofs[0] : try plan.inFull.run(prover).proofs
            try MinerAdvantageError.check(plan.name.rawValue, proofs[index], equal: expected)
            if !isFirst { onStep() }
        }
    }

    private static func plans(
        _ settings: MinerAdvantage.Settings, groundAddress: String
    ) -> [Plan] {
        let previousHash = AddressSearch.previousHash(seed: settings.seed)
        let honestSalt = AddressSearch.salt(
            previousHash: previousHash,
            miner: AddressSearch.address(seed: settings.seed, index: 0))
        let groundSalt = AddressSearch.salt(previousHash: previousHash, miner: groundAddress)
        let honest = (0..<settings.attemptCount).map { honestPrompt(settings.seed, $0) }
        let chosen = (0..<settings.attemptCount).map { chosenPrompt(settings.seed, $0) }
        return Way.Name.allCases.map { name in
            let isChosen = name == .lastWord || name == .together
            let isGround = name == .groundAddress || name == .together
            let shortcuts = Shortcuts(
                sharesPrefixes: isChosen || name == .sharedPrefixes,
                stopsEarly: isGround || name == .earlyStop)
            return Plan(
                name: name, salt: isGround ? groundSalt : honestSalt,
                prompts: isChosen ? chosen : honest,
                shortcuts: shortcuts,
                batchAttemptCount: shortcuts.sharesPrefixes
                    ? sharingAttemptCount : MinerAdvantage.batchAttemptCount)
        }
    }

    /// 6 to 16 common words.
    private static func honestPrompt(_ seed: String, _ attempt: Int) -> [UInt8] {
        let words = MiningWords.all
        var random = PythonRandom(seed: "glyphlab advantage prompt \(attempt)|\(seed)")
        let count = random.integer(in: 6...16)
        return text((0..<count).map { _ in words[random.choice(of: words.count)] })
    }

    /// Ten words that stay for a batch, and one that changes.
    private static func chosenPrompt(_ seed: String, _ attempt: Int) -> [UInt8] {
        let words = MiningWords.all
        let batch = attempt / sharingAttemptCount
        var random = PythonRandom(seed: "glyphlab advantage start \(batch)|\(seed)")
        let start = (0..<10).map { _ in words[random.choice(of: words.count)] }
        return text(start + [words[attempt % sharingAttemptCount]])
    }

    private static func text(_ words: [String]) -> [UInt8] {
        Array(words.joined(separator: " ").utf8)
    }
}

/// Attempts under one salt, and how they are computed.
private struct Plan {
    let name: PublishedAdvantage.Way.Name
    let salt: String
    let prompts: [[UInt8]]
    let shortcuts: Shortcuts
    let batchAttemptCount: Int

    struct Run {
        var proofs: [String] = []
        var tokenCount = 0
        var multiplyAddCount = 0
        var nanoseconds = 0
    }

    var inFull: Plan {
        Plan(
            name: name, salt: salt, prompts: prompts, shortcuts: .none,
            batchAttemptCount: MinerAdvantage.batchAttemptCount)
    }

    func run(_ prover: BatchProver) throws -> Run {
        var run = Run()
        let watch = Stopwatch()
        for start in stride(from: 0, to: prompts.count, by: batchAttemptCount) {
            let range = start..<min(start + batchAttemptCount, prompts.count)
            let challenges = try prompts[range].map {
                try Challenge(salt: salt, prompt: $0, tokenizer: prover.prover.tokenizer)
            }
            let batch = try prover.prover.prove(
                challenges, shortcuts: shortcuts, workers: prover.workers)
            run.proofs += batch.fingerprints.map(\.proofHash)
            run.tokenCount += challenges.reduce(0) { $0 + $1.tokenIDs.count }
            run.multiplyAddCount += batch.multiplyAddCount
        }
        run.nanoseconds = watch.nanoseconds
        return run
    }
}
