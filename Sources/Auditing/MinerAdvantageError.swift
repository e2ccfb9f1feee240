/// Reasons for which the measured savings do not count.
package enum MinerAdvantageError: Error, Equatable, CustomStringConvertible {
    /// A way of mining earned other proofs than computing in full.
    case proofsDiffer(way: String, attempt: Int, expected: String, got: String)
    /// The engine did other than the multiply-adds of the whole depth at every position.
    case workDiffers(expected: Int, got: Int)

    package var description: String {
        switch self {
        case .proofsDiffer(let way, let attempt, let expected, let got):
            "advantage: \(way), attempt \(attempt): expected the proof \(expected), got \(got)"
        case .workDiffers(let expected, let got):
            "advantage: expected \(expected) multiply-adds, got \(got)"
        }
    }

    package static func check(
        _ way: String, _ proofs: [String], equal expected: [String]
    ) throws(MinerAdvantageError) {
        precondition(proofs.count == expected.count, "\(proofs.count) proofs")
        for (attempt, pair) in zip(proofs, expected).enumerated() where pair.0 != pair.1 {
            throw .proofsDiffer(way: way, attempt: attempt, expected: pair.1, got: pair.0)
        }
    }
}
