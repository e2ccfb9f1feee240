package import PythonValues

/// The tests of a training proof that need nothing but the proof, the clock and a few facts.
///
/// **Source:** the published code, consensus.py. Members that should be texts and are not count as
/// those that raise TypeError; a list of characters, which Python would read as a text in places,
/// does so too.
package enum ProofTests {
    private static let hexadecimal = Array("0123456789abcdef".unicodeScalars.map(\.value))

    /// The findings of the integrity test, such as `length:gradient_hash`; empty where it passes.
    ///
    /// **Throws:** ``PythonError`` where Python raises: the test fails and tells no issues.
    package static func integrityIssues(
        _ proof: TrainingProofView, now: PythonFloat
    ) throws(PythonError) -> [String] {
        let members = Array(zip(TrainingProofView.hashedNames, proof.hashedValues))
        let missing = members.prefix(5).filter { !$0.1.isTrue }
        guard missing.isEmpty else { return missing.map { "missing:\($0.0)" } }
        var issues: [String] = []
        for (name, value) in members[1..<5] {
            let text = try value.requiredText()
            if text.codePoints.count != 64 {
                issues.append("length:\(name)")
            } else if !isHexadecimal(text) {
                issues.append("hex:\(name)")
            }
        }
        let age = try proof.timestamp.age(at: now)
        if abs(age) > 3600 {
            issues.append("old")
        } else if try PythonNumber.real(now.value + 300)
            .isLess(than: proof.timestamp.requiredNumber())
        {
            issues.append("future")
        }
        let length = try proof.nodeID.requiredText().codePoints.count
        if length < 3 { issues.append("id_short") }
        if length > 100 { issues.append("id_long") }
        return issues
    }

    /// Whether `text.lower()` has hexadecimal digits alone.
    private static func isHexadecimal(_ text: PythonText) -> Bool {
        text.lowercased().codePoints.allSatisfy(hexadecimal.contains)
    }

    /// The work's share of 1. **Throws:** ``PythonError`` where Python raises: no work.
    package static func work(
        _ proof: TrainingProofView, now: PythonFloat
    ) throws(PythonError) -> PythonFloat {
        let computation = try proof.computationProof.requiredText()
        var score = 0.0
        if computation.codePoints.count == 64 { score += 0.25 }
        guard !computation.codePoints.isEmpty else {
            throw .other(name: "ZeroDivisionError", "division by zero")
        }
        let variety = Double(computation.distinctCount) / Double(computation.codePoints.count)
        if variety >= 0.5 { score += 0.25 }
        let expected = try TrainingProofView.digest(
            of: [proof.gradientHash, proof.modelStateHash, proof.datasetChunkHash])
        if computation.contains(expected.codePoints.prefix(16)) { score += 0.25 }
        if try abs(proof.timestamp.age(at: now)) < 1800 { score += 0.25 }
        return PythonFloat(score)
    }

    /// The points of authenticity; nil where the test fails before it counts any.
    ///
    /// - Parameters:
    ///   - isRecent: whether a validation of the proof's node is less than an hour old.
    ///   - hasPending: whether any proof is pending.
    /// **Throws:** ``PythonError`` where Python raises: the test fails.
    package static func authenticity(
        _ proof: TrainingProofView, now: PythonFloat, hasPending: Bool,
        isRecent: () throws(PythonError) -> Bool
    ) throws(PythonError) -> PythonFloat? {
        let dataset = try proof.datasetChunkHash.requiredText()
        guard dataset.codePoints.count == 64, isHexadecimal(dataset) else { return nil }
        var points = 15.0
        let gradient = try TrainingProofView.digest(of: [.string(dataset), proof.modelStateHash])
        let gradientText = try proof.gradientHash.requiredText()
        if found([0, 8, 16, 24], of: gradient, in: gradientText) >= 2 { points += 25 }
        let computation = try TrainingProofView.digest(of: [
            proof.gradientHash, proof.modelStateHash, .string(dataset),
            .string(proof.timestamp.text()),
        ])
        let computationText = try proof.computationProof.requiredText()
        if found([0, 16, 32, 48], of: computation, in: computationText) >= 2 { points += 20 }
        if try !isRecent() {
            points += 20
        } else if hasPending {
            throw .other(name: "NameError", "a name of the published code is not defined")
        } else {
            points += 15
        }
        let age = try proof.timestamp.age(at: now)
        points += age <= 600 ? 15 : age <= 1800 ? 10 : age <= 3600 ? 5 : 0
        return PythonFloat(points)
    }

    /// Whether the points of authenticity suffice.
    package static func isAuthentic(_ points: PythonFloat?) -> Bool {
        points.map { $0.value >= 70 } ?? false
    }

    /// How many of the segments of eight characters occur in `text`.
    private static func found(
        _ places: [Int], of digest: PythonText, in text: PythonText
    ) -> Int {
        places.count { text.contains(digest.codePoints[$0..<$0 + 8]) }
    }
}
