public import Cryptography

/// Where evidence of inference comes from: what the `hardened` profile pays for, and its verifier
/// computes again.
public protocol EvidenceSource: Sendable {
    var shape: WitnessShape { get }

    /// The evidence of every seed, in the order of the seeds.
    ///
    /// **Determinism:** of each seed the evidence that it has alone, whatever the others.
    /// **Throws:** ``NoProof`` where the model has none of any seed, such as one whose context
    /// holds fewer than ``WitnessChallenge/tokenCount`` tokens.
    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence]
}

/// That a model ran on a seed's challenge, through all layers, at all positions.
///
/// Golden-bearing.
public struct Evidence: Sendable, Equatable {
    public let witness: Digest
    /// As ``Fingerprint/text``, of the challenge's heads.
    public let fingerprintText: String

    public init(witness: Digest, fingerprintText: String) {
        self.witness = witness
        self.fingerprintText = fingerprintText
    }

    /// **Shapes:** rows [layer][head][T], Q16, every row with a positive sum; residual as
    /// ``witness(residual:)``. **Precondition:** every head has its row.
    public init(heads: [Head], rows: [[[Int64]]], residual: [Int32]) {
        witness = Self.witness(residual: residual)
        fingerprintText = Fingerprint.text(
            of: Fingerprint.HeadPrint.prints(of: heads, rows: rows))
    }

    private static let witnessDomain = Array("glyphlab/hardened/1/witness".utf8)

    /// SHA-256 of the domain and the residual's elements, little-endian.
    ///
    /// **Shapes:** residual [T, C] row-major, Q16: what leaves the last layer.
    public static func witness(residual: [Int32]) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(witnessDomain)
        hasher.update(littleEndian: residual)
        return hasher.finalized()
    }
}
