internal import Cryptography
internal import Fingerprints
internal import Scenarios
internal import Synchronization

/// A switch that makes a node's model unreadable.
final class ModelSwitch: Sendable {
    private let state = Mutex(true)

    var isReadable: Bool { state.withLock { $0 } }

    func toggle() { state.withLock { $0.toggle() } }

    func check() throws(NoProof) {
        guard isReadable else { throw NoProof(why: "the model reads nothing") }
    }
}

/// A node's own model, which may stop reading.
struct FailingProofs: ProofSource {
    let source: any ProofSource
    let modelSwitch: ModelSwitch

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        try modelSwitch.check()
        return try source.proofHash(salt: salt, prompt: prompt)
    }

    func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        do throws(NoProof) {
            try modelSwitch.check()
        } catch {
            return questions.map { _ in .failure(error) }
        }
        return source.proofHashes(questions)
    }
}

struct FailingEvidence: EvidenceSource {
    let source: any EvidenceSource
    let modelSwitch: ModelSwitch

    var shape: WitnessShape { source.shape }

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        try modelSwitch.check()
        return try source.evidence(seeds: seeds)
    }
}
