package import PythonValues

/// The module that the seed calls training validation: training_validator.py.
///
/// The command line never uses it. It keeps which gradients of which nodes it has seen.
package struct TrainingValidator {
    private var logarithm = PublishedLogarithm(.numpy)
    /// When a gradient of a node was first seen, or last counted as new.
    private var seen: [SeenKey: Double] = [:]  // looked up, never iterated

    private struct SeenKey: Hashable {
        let node: PythonText
        let gradient: PythonText
    }

    package init() {}

    /// The verdict on a proof.
    package struct Verdict: Sendable {
        /// The scores that its details tell; nil where the structure failed.
        package struct Scores: Sendable {
            package let final: PythonFloat
            package let gaming: PythonFloat
        }

        /// `structure` or `score`; nil where the proof is valid.
        package let reason: String?
        package let scores: Scores?

        package var isValid: Bool { reason == nil }
    }

    /// `validate_training_proof`.
    ///
    /// **Throws:** ``PythonError``: a type where a member is none that it needs, and where the
    /// model's entropy is low, for then its details hold a boolean of numpy, which is not JSON.
    package mutating func validate(
        _ proof: TrainingProofView, hasPeerWeights: Bool, now: PythonFloat
    ) throws(PythonError) -> Verdict {
        guard let texts = try Texts(proof, now: now) else {
            return Verdict(reason: "structure", scores: nil)
        }
        var score = 0.0
        if try isNewGradient(texts, now: now) { score += 0.3 }
        if try isComputation(texts) { score += 0.3 }
        if Self.isAlgorithm(texts) { score += 0.2 }
        let isModelLow = logarithm.entropy(of: texts.model) < 3
        let gaming = Self.gamingScore(texts, isModelLow: isModelLow)
        score += 0.2 * gaming
        if hasPeerWeights, Self.isRevolutionary(texts) { score += 0.1 }
        if isModelLow { throw .type("Object of type bool is not JSON serializable") }
        return Verdict(
            reason: score >= 0.8 ? nil : "score",
            scores: Verdict.Scores(final: PythonFloat(score), gaming: PythonFloat(gaming)))
    }

    /// A proof whose structure is sound.
    private struct Texts {
        let node: PythonText
        let model: PythonText
        let gradient: PythonText
        let computation: PythonText
        let lower: PythonText
        let age: Double

        /// Nil where the structure fails.
        init?(_ proof: TrainingProofView, now: PythonFloat) throws(PythonError) {
            let needed = [
                proof.nodeID, proof.modelStateHash, proof.gradientHash, proof.computationProof,
                proof.timestamp,
            ]
            guard needed.allSatisfy(\.isTrue) else { return nil }
            let time = try proof.timestamp.requiredNumber()
            if PythonNumber.real(now.value + 300).isLess(than: time) { return nil }
            age = try proof.timestamp.age(at: now)
            if age > 3600 { return nil }
            model = try proof.modelStateHash.requiredText()
            gradient = try proof.gradientHash.requiredText()
            guard model.codePoints.count == 64, gradient.codePoints.count == 64 else { return nil }
            node = try proof.nodeID.requiredText()
            computation = try proof.computationProof.requiredText()
            lower = computation.lowercased()
        }
    }

    /// Whether the gradient is new, varied, and goes with the computation.
    private mutating func isNewGradient(
        _ texts: Texts, now: PythonFloat
    ) throws(PythonError) -> Bool {
        let key = SeenKey(node: texts.node, gradient: texts.gradient)
        if let time = seen[key], now.value - time < 3600 { return false }
        seen[key] = now.value
        guard logarithm.entropy(of: texts.gradient) >= 3.5 else { return false }
        let digest = try TrainingProofView.digest(of: texts.gradient + texts.computation)
        return "abcdef".count { digest.contains(String($0)) } >= 3
    }

    /// Whether the computation is long and varied, and goes with the model.
    private func isComputation(_ texts: Texts) throws(PythonError) -> Bool {
        guard texts.computation.codePoints.count == 64 else { return false }
        let digitCount = "0123456789".count { texts.computation.contains(String($0)) }
        let variety =
            (Double(texts.computation.distinctCount) / 64) * 0.7 + (Double(digitCount) / 10) * 0.3
        guard variety >= 0.5 else { return false }
        let digest = try TrainingProofView.digest(of: texts.computation + texts.model)
        return "0123456789".contains { digest.contains(String($0)) }
    }

    /// Algorithms by their words, with the ages that they allow.
    private static let algorithms: [(words: [String], ages: ClosedRange<Double>)] = [
        (["adam", "beta1", "beta2", "eps", "weight_decay"], 30...3600),
        (["sgd", "momentum", "nesterov"], 60...7200),
        (["consciousness", "quantum", "moe", "revolutionary"], 300...14400),
    ]

    private static func isAlgorithm(_ texts: Texts) -> Bool {
        algorithms.first { $0.words.contains { texts.lower.contains($0) } }
            .map { $0.ages.contains(texts.age) } ?? false
    }

    private static let runs = ["000", "111", "fff"]
    private static let sequences = [
        "012", "123", "234", "345", "456", "567", "678", "789", "abc", "def",
    ]

    private static func gamingScore(_ texts: Texts, isModelLow: Bool) -> Double {
        var score = 1.0
        if texts.age < 30 || texts.age > 7200 { score -= 0.3 }
        if 64 - texts.gradient.distinctCount > 32
            || runs.contains(where: { texts.gradient.contains($0) })
        {
            score -= 0.4
        }
        if isModelLow || sequences.contains(where: { texts.model.contains($0) }) { score -= 0.3 }
        return PythonFloatRules.max(0, score)
    }

    /// Words that must stand beside a word, where it stands.
    private static let companions: [(word: String, others: [String])] = [
        ("consciousness", ["self_awareness", "introspection", "meta_cognition"]),
        ("quantum", ["superposition", "entanglement", "coherence"]),
    ]

    private static func isRevolutionary(_ texts: Texts) -> Bool {
        companions.allSatisfy { companion in
            !texts.computation.contains(companion.word)
                || companion.others.contains { texts.lower.contains($0) }
        } && ["expert", "routing", "specialization"].contains { texts.lower.contains($0) }
    }
}
