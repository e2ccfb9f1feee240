public import Cryptography
public import Fingerprints
package import Inference
internal import Platform
public import Tensors

/// The prover that a chain uses: it makes proofs and evidence of many attempts, in passes of as
/// many attempts as are fastest.
///
/// **Determinism:** every answer is the one that its attempt earns alone and in full, whatever is
/// asked with it, whatever the workers and the shortcuts.
public struct BatchProver: Sendable {
    public let prover: Prover
    public let workers: Workers
    /// The work that published proofs leave out. Evidence leaves nothing out.
    public let shortcuts: Shortcuts

    public init(prover: Prover, workers: Workers = .alone, shortcuts: Shortcuts = .none) {
        self.prover = prover
        self.workers = workers
        self.shortcuts = shortcuts
    }
}

extension BatchProver: ProofSource {
    public func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        try proofHashes([ProofQuestion(salt: salt, prompt: prompt)])[0].get()
    }

    public func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        let challenges = questions.map { question in
            Result { () throws(NoProof) in try challenge(question) }
        }
        let readable = challenges.compactMap { try? $0.get() }
        let hashes = shared(readable) { part, workers in
            var hashes: [Result<String, NoProof>] = []
            for range in TokenBatches.ranges(
                part.map(\.tokenIDs.count), sequenceCountMax: Self.sequenceCountMax)
            {
                do throws(InferenceError) {
                    let batch = try prover.prove(
                        Array(part[range]), shortcuts: shortcuts, workers: workers)
                    hashes += batch.fingerprints.map { .success($0.proofHash) }
                } catch {
                    hashes += range.map { _ in .failure(NoProof(why: "\(error)")) }
                }
            }
            return hashes
        }
        var answered = 0
        return challenges.map { challenge in
            challenge.flatMap { _ in
                defer { answered += 1 }
                return hashes[answered]
            }
        }
    }

    /// The most attempts of a pass: more make it no faster.
    private static let sequenceCountMax = GoldenRun.Settings.batchPromptCountDefault

    /// The results of all attempts, in their order. Threads share the attempts out, and never wait
    /// for each other; only where there are too few do they share every operation.
    private func shared<Attempt: Sendable, Value: Sendable, Failure: Error>(
        _ attempts: [Attempt],
        _ body: @Sendable ([Attempt], Workers) throws(Failure) -> [Value]
    ) throws(Failure) -> [Value] {
        guard attempts.count >= 2 * workers.count, workers.count > 1 else {
            return try body(attempts, workers)
        }
        let partCount = workers.count
        return try Threads.map(count: partCount, threadCount: partCount) {
            part throws(Failure) in
            let start = attempts.count * part / partCount
            let end = attempts.count * (part + 1) / partCount
            return try body(Array(attempts[start..<end]), .alone)
        }.flatMap { $0 }
    }

    /// The question as tokens that the model can read.
    private func challenge(_ question: ProofQuestion) throws(NoProof) -> Challenge {
        do {
            let challenge = try Challenge(
                salt: question.salt, prompt: question.prompt, tokenizer: prover.tokenizer)
            try prover.transformer.check(challenge.tokenIDs)
            return challenge
        } catch {
            throw NoProof(why: "\(error)")
        }
    }
}

extension BatchProver: EvidenceSource {
    public var shape: WitnessShape {
        let shape = prover.transformer.shape
        return WitnessShape(
            layerCount: shape.layerCount, headCount: shape.headCount, width: shape.width,
            vocabularyCount: shape.vocabularyCount)
    }

    public func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        try shared(seeds) { seeds, workers throws(NoProof) in
            let tokenCounts = repeatElement(WitnessChallenge.tokenCount, count: seeds.count)
            var evidence: [Evidence] = []
            for range in TokenBatches.ranges(
                tokenCounts, sequenceCountMax: Self.sequenceCountMax)
            {
                let challenges = challenges(seeds: seeds[range], workers)
                do throws(InferenceError) {
                    let result = try result(challenges, workers)
                    evidence += self.evidence(challenges, result, workers)
                } catch {
                    throw NoProof(why: "\(error)")
                }
            }
            return evidence
        }
    }

    // The three parts of it, which an audit measures one by one. Digests and drawing take so long
    // that one thread would keep many waiting.

    package func challenges(
        seeds: some Collection<Digest>, _ workers: Workers
    ) -> [WitnessChallenge] {
        let (seeds, shape) = (Array(seeds), shape)
        return Threads.map(count: seeds.count, threadCount: workers.count) {
            WitnessChallenge(seed: seeds[$0], shape: shape)
        }
    }

    package func result(
        _ challenges: [WitnessChallenge], _ workers: Workers
    ) throws(InferenceError) -> BatchResult {
        try prover.transformer.forward(
            batch: challenges.map(\.tokenIDs), offsets: challenges.map(\.offsets),
            keepsResiduals: true, workers: workers)
    }

    package func evidence(
        _ challenges: [WitnessChallenge], _ result: BatchResult, _ workers: Workers
    ) -> [Evidence] {
        Threads.map(count: challenges.count, threadCount: workers.count) { index in
            Evidence(
                heads: challenges[index].heads, rows: result.rows[index],
                residual: result.residuals[index])
        }
    }
}
