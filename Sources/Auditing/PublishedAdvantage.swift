internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Platform
internal import Proving
internal import Tensors
internal import Tokenization

/// The savings open to a miner of the published chain, computed and measured.
package struct PublishedAdvantage: Sendable {
    /// A way of mining, and the cost of all its attempts.
    package struct Way: Sendable, Equatable {
        package enum Name: String, Sendable, CaseIterable {
            /// Every attempt in full, as the published miner works.
            case inFull = "in_full"
            /// Nothing computed that the fingerprint does not read.
            case earlyStop = "early_stop"
            /// Honest prompts, which share the salt and now and then a word.
            case sharedPrefixes = "shared_prefixes"
            /// Chosen prompts, of which only the last word differs.
            case lastWord = "last_word"
            /// An address whose salt reads few layers, and nothing computed after these.
            case groundAddress = "ground_address"
            /// A ground address, nothing computed after its layers, and only the last word another.
            case together
        }

        package let name: Name
        /// The number of attempts that are computed together.
        package let batchAttemptCount: Int
        /// The deepest layer that the salt reads, counted from 1.
        package let readLayerCount: Int
        package let tokenCount: Int
        package let multiplyAddCount: Int
        /// The wall time from the prompts' texts to the proofs, in the fastest round.
        package internal(set) var nanoseconds: Int
    }

    /// The attempts of a batch that shares prefixes: fewer than the common words, so that last
    /// words differ.
    static let sharingAttemptCount = 64
    static let stepCount = MinerAdvantageSettings.roundCount * Way.Name.allCases.count + 4

    package let addresses: AddressSearch
    /// The ways in the order of their names; the first is the one that others are compared with.
    package private(set) var ways: [Way] = []

    /// The factor in computation: the multiply-adds in full over those of the way.
    package func computed(_ way: Way) -> Ratio {
        Ratio(ways[0].multiplyAddCount, max(way.multiplyAddCount, 1))
    }

    /// The factor in time: the time of computing in full over that of the way.
    package func measured(_ way: Way) -> Ratio {
        Ratio(ways[0].nanoseconds, max(way.nanoseconds, 1))
    }

    init(
        _ prover: BatchProver, _ settings: MinerAdvantageSettings, onStep: () -> Void
    ) throws {
        let shape = prover.prover.transformer.shape
        addresses = try AddressSearch(shape, settings)
        onStep()
        let plans = Self.plans(settings, groundAddress: addresses.address)
        var proofs: [[String]] = []
        for round in 0..<MinerAdvantageSettings.roundCount {
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
            // The first plan is computed in full, and two others have its salt and prompts.
            let isFirst = plan.salt == plans[0].salt && plan.prompts == plans[0].prompts
            let expected = isFirst ? proofs[0] : try plan.inFull.run(prover).proofs
            try MinerAdvantageError.check(plan.name.rawValue, proofs[index], equal: expected)
            if !isFirst { onStep() }
        }
    }

    private static func plans(
        _ settings: MinerAdvantageSettings, groundAddress: String
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
                    ? sharingAttemptCount : MinerAdvantageSettings.batchAttemptCount)
        }
    }

    /// A prompt of 6 to 16 common words.
    private static func honestPrompt(_ seed: String, _ attempt: Int) -> [UInt8] {
        let words = MiningWords.all
        var random = PythonRandom(seed: "glyphlab advantage prompt \(attempt)|\(seed)")
        let count = random.integer(in: 6...16)
        return text((0..<count).map { _ in words[random.choice(of: words.count)] })
    }

    /// A prompt of ten words that stay for a batch, and a last word that changes.
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

/// Attempts under one salt, and the way in which they are computed.
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
            batchAttemptCount: MinerAdvantageSettings.batchAttemptCount)
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
