public import Cryptography
public import Fingerprints
internal import Inference
public import Tensors

/// What a prover is to a chain: proofs and evidence of many attempts, computed in full, in passes
/// of as many attempts as pay.
///
/// **Determinism:** every answer is the one that its attempt earns alone, whatever is asked with
/// it and whatever the workers.
public struct BatchProver: Sendable {
    public let prover: Prover
    public let workers: Workers

    public init(prover: Prover, workers: Workers = .alone) {
        self.prover = prover
        self.workers = workers
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
        var hashes: [Result<String, NoProof>] = []
        for range in TokenBatches.ranges(readable.map(\.tokenIDs.count)) {
            do throws(InferenceError) {
                let batch = try prover.prove(
                    Array(readable[range]), shortcuts: .none, workers: workers)
                hashes += batch.fingerprints.map { .success($0.proofHash) }
            } catch {
                hashes += range.map { _ in .failure(NoProof(why: "\(error)")) }
            }
        }
        var answered = 0
        return challenges.map { challenge in
            challenge.flatMap { _ in
                defer { answered += 1 }
                return hashes[answered]
            }
        }
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
        let tokenCounts = repeatElement(WitnessChallenge.tokenCount, count: seeds.count)
        var evidence: [Evidence] = []
        for range in TokenBatches.ranges(tokenCounts) {
            let challenges = seeds[range].map { WitnessChallenge(seed: $0, shape: shape) }
            do throws(InferenceError) {
                let result = try prover.transformer.forward(
                    batch: challenges.map(\.tokenIDs), offsets: challenges.map(\.offsets),
                    keepsResiduals: true, workers: workers)
                for (index, challenge) in challenges.enumerated() {
                    evidence.append(
                        Evidence(
                            heads: challenge.heads, rows: result.rows[index],
                            residual: result.residuals[index]))
                }
            } catch {
                throw NoProof(why: "\(error)")
            }
        }
        return evidence
    }
}
