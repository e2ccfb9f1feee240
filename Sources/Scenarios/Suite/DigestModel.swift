internal import Cryptography
internal import Fingerprints

extension TrialModel {
    /// Proofs that are digests of what they are asked for: for whatever does not try the model.
    public static let digests = TrialModel(
        name: "digests", proofs: DigestProofs(), evidence: DigestEvidence(),
        weightsHash: Digests.sha256("glyphlab/digests".utf8), advantage: nil)
}

private struct DigestProofs: ProofSource {
    /// As a model's context ends somewhere.
    private static let promptByteCountMax = 4_096

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        guard prompt.count <= Self.promptByteCountMax else {
            throw NoProof(why: "a prompt beyond the context")
        }
        return Digests.sha256(Array(salt.utf8) + [0] + prompt).text
    }
}

private struct DigestEvidence: EvidenceSource {
    let shape = WitnessShape(layerCount: 1, headCount: 1, width: 64, vocabularyCount: 256)

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        seeds.map { seed in
            Evidence(
                witness: Digests.sha256(Array("witness".utf8) + seed.bytes),
                fingerprintText: seed.text)
        }
    }
}
