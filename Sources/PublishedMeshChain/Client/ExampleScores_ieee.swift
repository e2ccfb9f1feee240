package import BigInt
package import Cryptography
package import PythonValues

/// The scores of the published example repository: verifiers bind themselves to scores of peers,
/// show them, and are scored themselves by how near they are to all verifiers' mean.
///
/// (Published in the text of a guide; no reference vectors.)
package enum ExampleScores {
    /// A verifier's scores, each of a peer.
    package struct Reveal: Sendable {
        package let verifier: PythonText
        package let scores: [(peer: PythonText, score: PythonFloat)]

        package init(
            verifier: PythonText, scores: [(peer: PythonText, score: PythonFloat)]
        ) {
            self.verifier = verifier
            self.scores = scores
        }
    }

    package static let saltByteCount = 16
    private static let margin = 1e-8
    private static let one = 1e18

    /// The hash by which a verifier binds itself to bytes.
    package static func commitment(salt: [UInt8], _ bytes: [UInt8]) -> Digest {
        Digests.sha256(salt + bytes)
    }

    /// The verifiers' scores in their order: one, less the sum of squared distances to the peers'
    /// means over the largest such sum, and at least nothing.
    package static func scores(of reveals: [Reveal]) -> [(verifier: PythonText, score: BigInt)] {
        var sums: [PythonText: (sum: Double, count: Int)] = [:]  // looked up, never iterated
        for (peer, score) in reveals.flatMap(\.scores) {
            let known = sums[peer] ?? (0, 0)
            sums[peer] = (known.sum + score.value, known.count + 1)
        }
        let errors = reveals.map { reveal in
            reveal.scores.reduce(0.0) { error, entry in
                guard let (sum, count) = sums[entry.peer] else { return error }
                let distance = entry.score.value - sum / Double(count)
                return error + distance * distance
            }
        }
        let largest = errors.max() ?? 0
        return zip(reveals, errors).map { reveal, error in
            let scaled = max(1 - error / (largest + margin), 0) * one
            return (reveal.verifier, scaled.isFinite ? BigInt(scaled) : 0)
        }
    }
}
