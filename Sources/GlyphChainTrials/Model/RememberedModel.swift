internal import Cryptography
internal import Fingerprints
internal import Scenarios
internal import Synchronization

extension TrialModel {
    /// The same model, whose answers are kept: scenarios begin alike, breaks are run twice, and a
    /// node asks again what its miner asked. Answers follow from questions alone, so that who asked
    /// first changes none.
    package var remembering: TrialModel {
        TrialModel(
            name: name, proofs: RememberedProofs(source: proofs),
            olderTablesProofs: olderTablesProofs,
            evidence: RememberedEvidence(source: evidence), weightsHash: weightsHash,
            costs: costs)
    }
}

/// Answers by their questions; as many as a run of the suite asks, and no more.
private final class Memory<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    /// At most about 1 KiB each.
    private static var countMax: Int { 1 << 18 }
    private let answers = Mutex([Question: Answer]())

    func answers(_ questions: [Question]) -> [Answer?] {
        answers.withLock { answers in questions.map { answers[$0] } }
    }

    func keep(_ found: [(Question, Answer)]) {
        answers.withLock { answers in
            for (question, answer) in found where answers.count < Self.countMax {
                answers[question] = answer
            }
        }
    }
}

private struct RememberedProofs: ProofSource {
    let source: any ProofSource
    let memory = Memory<ProofQuestion, Result<String, NoProof>>()

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        try proofHashes([ProofQuestion(salt: salt, prompt: prompt)])[0].get()
    }

    func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        let known = memory.answers(questions)
        let unknown = zip(questions, known).filter { $1 == nil }.map(\.0)
        let found = unknown.isEmpty ? [] : source.proofHashes(unknown)
        memory.keep(Array(zip(unknown, found)))
        var foundCount = 0
        return known.map { answer in
            if let answer { return answer }
            defer { foundCount += 1 }
            return found[foundCount]
        }
    }
}

private struct RememberedEvidence: EvidenceSource {
    let source: any EvidenceSource
    let memory = Memory<Digest, Evidence>()

    var shape: WitnessShape { source.shape }

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        let known = memory.answers(seeds)
        let unknown = zip(seeds, known).filter { $1 == nil }.map(\.0)
        let found = unknown.isEmpty ? [] : try source.evidence(seeds: unknown)
        memory.keep(Array(zip(unknown, found)))
        var foundCount = 0
        return known.map { answer in
            if let answer { return answer }
            defer { foundCount += 1 }
            return found[foundCount]
        }
    }
}
