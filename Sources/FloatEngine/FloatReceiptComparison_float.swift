/// A run of a float golden's prompts beside the expected proofs.
package struct FloatReceiptComparison: Sendable {
    package enum Verdict: String, Sendable {
        case equal
        /// Another proof, of a row nearer to the cut than twice the model's drift.
        case inconclusive
        case wrong
    }

    /// The proofs of one prompt that differ.
    package struct Difference: Sendable {
        package let index: Int
        package let expected: String
        package let got: String
        package let verdict: Verdict
        /// The distance to the cut, two digits and a power of ten.
        package let gap: String
    }

    package let run: FloatReceiptRun
    package let expectedHash: String
    /// The proofs that differ, in the order of the prompts; empty where none were published.
    package let differences: [Difference]
    /// The number of prompts whose rows are nearer to the cut than twice the drift.
    package let riskCount: Int
    /// The drift that gaps are compared with.
    package let drift: String
    /// Without proofs of single prompts nobody can tell which differ: another hash is then wrong
    /// where every row is far from the cut, and else inconclusive.
    package let verdict: Verdict

    /// - Parameters:
    ///   - expectedHash: the hash of all the run's proofs.
    ///   - proofHashes: the proofs of the first prompts; empty where they are not known.
    ///   - drift: the largest difference of a probability that the order may have.
    package init(
        run: FloatReceiptRun, expectedHash: String, proofHashes: [String], drift: Double
    ) {
        self.run = run
        self.expectedHash = expectedHash
        self.drift = SmallNumber.text(drift)
        let isNear = run.entries.map { $0.gap < 2 * drift }
        riskCount = isNear.count { $0 }
        differences = zip(run.entries, proofHashes).enumerated().compactMap { index, pair in
            guard pair.0.proofHash != pair.1 else { return nil }
            return Difference(
                index: index, expected: pair.1, got: pair.0.proofHash,
                verdict: isNear[index] ? .inconclusive : .wrong,
                gap: SmallNumber.text(pair.0.gap))
        }
        if run.ultimateHash == expectedHash {
            verdict = .equal
        } else if proofHashes.isEmpty {
            verdict = riskCount > 0 ? .inconclusive : .wrong
        } else {
            verdict = differences.contains { $0.verdict == .wrong } ? .wrong : .inconclusive
        }
    }
}

extension FloatReceiptRun.Entry {
    /// The distance to the cut, two digits and a power of ten.
    package var gapText: String { SmallNumber.text(gap) }
}
