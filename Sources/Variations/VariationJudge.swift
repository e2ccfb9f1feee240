internal import Cryptography
internal import Disputes
package import Fingerprints
package import Traces

/// Compares a varied run with the usual one, and finds the place where they differ.
package struct VariationJudge {
    /// The usual run of all prompts, level `operations`.
    package let usual: Trace
    let golden: Golden?

    package init(usual: Trace, golden: Golden?) {
        self.usual = usual
        self.golden = golden
    }

    /// Runs the same prompts again at another level, in the usual way or in the varied one.
    package typealias Again = (TraceLevel) throws -> Trace

    // MARK: Traces

    /// - Parameters:
    ///   - varied: a trace of level `operations` of the usual run's first prompts, in their order.
    ///   - promptCount: the number of prompts that were asked for; a trace of fewer is not equal.
    ///   - expectedGap: the reason for which records may be missing; nil where none may be.
    ///
    /// **Throws:** errors of `usualAgain` and `variedAgain`, and ``ComparisonError``.
    package func result(
        _ varied: Trace, promptCount: Int, expectedGap: NotComputedReason?, usualAgain: Again,
        variedAgain: Again
    ) throws -> VariationOutcome.Result {
        let usual = part(varied.prompts.count)
        let comparison = try Comparison(usual, varied)
        if comparison.verdict.isDifference {
            return .differs(
                try located(comparison, usualAgain: usualAgain, variedAgain: variedAgain))
        }
        guard varied.prompts.count == promptCount else {
            return Self.otherCount("prompts", expected: promptCount, got: varied.prompts.count)
        }
        let leftOut = varied.prompts.reduce(0) { total, prompt in
            total + prompt.records.count { $0.digest == nil }
        }
        let leftOutAsExpected = varied.prompts.reduce(0) { total, prompt in
            total
                + prompt.records.count { record in
                    expectedGap.map { record == .notComputed($0) } ?? false
                }
        }
        let equal = comparison.count(.equal)
        guard leftOut == leftOutAsExpected, equal > 0,
            equal + leftOut == varied.prompts.count * usual.schedule.count
        else { return .failed("evidence is missing: \(comparison.explanation)") }
        if leftOut == 0, usual.root != varied.root {
            return .differs(
                VariationDifference(
                    prompt: nil, salt: nil, text: nil, layer: nil, operation: nil, element: nil,
                    explanation: "All records are equal, and the roots are not."))
        }
        let proofs = Self.proofHashes(varied)
        let matchesGolden = self.matchesGolden(proofs)
        if matchesGolden == false { return .differs(VariationDifference.otherThanGolden) }
        return .same(
            VariationEvidence(
                promptCount: varied.prompts.count, proofCount: proofs.count { $0 != nil },
                recordCount: equal, leftOutCount: leftOut, hasRoot: leftOut == 0,
                matchesGolden: matchesGolden, backend: Self.fact("backend", varied),
                build: Self.fact("build", varied)))
    }

    private static func otherCount(
        _ things: String, expected: Int, got: Int
    ) -> VariationOutcome.Result {
        .failed("evidence is missing: expected \(expected) \(things), got \(got)")
    }

    /// The usual run's first prompts.
    private func part(_ promptCount: Int) -> Trace {
        var part = usual
        part.prompts = Array(usual.prompts.prefix(promptCount))
        return part
    }

    private static func fact(_ key: String, _ trace: Trace) -> String? {
        trace.maker.first { $0.key == key }?.value
    }

    /// The proof hash of each prompt, lower-case hex; nil where it was not computed.
    package static func proofHashes(_ trace: Trace) -> [String?] {
        trace.prompts.map { $0.records.last?.digest?.text }
    }

    // MARK: The golden

    /// Whether the golden has these proofs; nil where there is no golden, where it is of fewer
    /// prompts or gives no hash for this number, or where a proof is missing.
    func matchesGolden(_ proofs: [String?]) -> Bool? {
        let known = proofs.compactMap(\.self)
        guard known.count == proofs.count,
            let expected = golden?.expectedHash(promptCount: proofs.count)
        else { return nil }
        return GoldenPrompts.ultimateHash(known) == expected
    }

    // MARK: Proofs alone

    /// - Parameters:
    ///   - promptCount: the number of proofs that were asked for; a list of fewer is not equal.
    ///   - traced: makes the trace of the same way of running; called only where a proof differs.
    package func result(
        proofs: [String], promptCount: Int, usualAgain: Again, traced: Again
    ) throws -> VariationOutcome.Result {
        let pairs = zip(proofs, Self.proofHashes(part(promptCount)))
        guard let prompt = pairs.enumerated().first(where: { $1.0 != $1.1 })?.offset else {
            guard proofs.count == promptCount else {
                return Self.otherCount("proofs", expected: promptCount, got: proofs.count)
            }
            let matchesGolden = self.matchesGolden(proofs)
            if matchesGolden == false { return .differs(VariationDifference.otherThanGolden) }
            return .same(
                VariationEvidence(
                    promptCount: proofs.count, proofCount: proofs.count, recordCount: 0,
                    leftOutCount: 0, hasRoot: false, matchesGolden: matchesGolden, backend: nil,
                    build: nil))
        }
        let comparison = try Comparison(part(promptCount), traced(.operations))
        if comparison.verdict.isDifference {
            return .differs(
                try located(comparison, usualAgain: usualAgain, variedAgain: traced))
        }
        return .differs(
            VariationDifference(
                prompt: prompt, salt: usual.prompts[prompt].salt,
                text: usual.prompts[prompt].prompt, layer: nil,
                operation: ScheduledOperation.proof, element: nil,
                explanation: "Prompt \(prompt) has another proof where nobody looks on; with a "
                    + "trace, the same run is equal."))
    }

    // MARK: Where

    private func located(
        _ comparison: Comparison, usualAgain: Again, variedAgain: Again
    ) throws -> VariationDifference {
        guard let operation = comparison.operation, comparison.verdict == .root,
            operation != ScheduledOperation.proof
        else { return Self.difference(comparison) }
        let level = TraceLevel.values(operation: operation)
        let finer = try Comparison(usualAgain(level), variedAgain(level))
        guard finer.verdict == .root, finer.operation == operation,
            finer.prompt?.place == comparison.prompt?.place
        else {
            return Self.difference(
                comparison,
                adding: " It did not come again when the run was repeated for its integers: "
                    + finer.explanation)
        }
        return Self.difference(finer)
    }

    private static func difference(
        _ comparison: Comparison, adding words: String = ""
    ) -> VariationDifference {
        VariationDifference(
            prompt: comparison.prompt?.place, salt: comparison.prompt?.salt,
            text: comparison.prompt?.prompt, layer: comparison.layer,
            operation: comparison.operation, element: comparison.element,
            explanation: comparison.explanation + words)
    }
}
