package import Cryptography
package import Fingerprints

/// A source of proofs whose work is counted, to mine as well as to judge.
package struct CountedProofs<Source: ProofSource & EvidenceSource>: ProofSource, EvidenceSource {
    private let source: Source
    private let meter: NodeMeter

    package init(_ source: Source, meter: NodeMeter) {
        self.source = source
        self.meter = meter
    }

    package var shape: WitnessShape { source.shape }

    package func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        meter.noteProofs(1)
        return try source.proofHash(salt: salt, prompt: prompt)
    }

    package func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        meter.noteProofs(questions.count)
        return source.proofHashes(questions)
    }

    package func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        meter.noteProofs(seeds.count)
        return try source.evidence(seeds: seeds)
    }
}
