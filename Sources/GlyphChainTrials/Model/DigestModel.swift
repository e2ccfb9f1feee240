internal import Cryptography
internal import Fingerprints
internal import Scenarios

extension TrialModel {
    /// Proofs that are digests of the question, for attacks that do not touch the model.
    package static let digests = TrialModel(
        name: "digests", proofs: DigestProofs(letters: "16.0"),
        olderTablesProofs: DigestProofs(letters: "15.1"), evidence: DigestEvidence(),
        weightsHash: Digests.sha256("glyphlab/digests".utf8), costs: nil)
}

private struct DigestProofs: ProofSource {
    /// The longest prompt, in the place of a model's context.
    private static let promptByteCountMax = 4_096

    /// The version of Unicode by whose letters text is cut: U+1C89 is a letter from 16.0 on.
    let letters: String

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        guard prompt.count <= Self.promptByteCountMax else {
            throw NoProof(why: "a prompt beyond the context")
        }
        let reading = prompt.firstRange(of: [0xE1, 0xB2, 0x89]) == nil ? "" : letters
        return Digests.sha256(Array((salt + reading).utf8) + [0] + prompt).text
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
