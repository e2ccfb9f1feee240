internal import Cryptography
internal import Fingerprints

/// Evidence of blocks, computed some ahead of the judgement. The answers are those that the source
/// itself would give.
final class LookaheadEvidence: EvidenceSource {
    private let source: any EvidenceSource
    private let evidence: Lookahead<Digest, Result<Evidence, NoProof>>

    init(_ source: any EvidenceSource) {
        self.source = source
        evidence = Lookahead { seeds in
            do throws(NoProof) {
                return try source.evidence(seeds: seeds).map { .success($0) }
            } catch {
                // A model that has none of these has none of any seed.
                return seeds.map { _ in .failure(error) }
            }
        }
    }

    var shape: WitnessShape { source.shape }

    /// Tells the seeds of the blocks that come next.
    func expect(_ seeds: [Digest]) { evidence.expect(seeds) }

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        guard seeds.count == 1 else { return try source.evidence(seeds: seeds) }
        return [try evidence.answer(seeds[0]).get()]
    }
}
