package import Fingerprints

/// The expected values of a golden run: a golden's, or those of `--expect` options.
package struct GoldenExpectation: Sendable {
    /// Named, or found by its weights.
    package let golden: Golden?
    /// The hash of `--expect`, which stands in for the golden's.
    package let hash: String?
    /// The weights of `--expect-weights`.
    package let weights: String?
    /// Why there is no golden, and what the command that asks has instead.
    package let withoutGolden: String

    package init(
        golden: Golden?, hash: String?, weights: String?,
        withoutGolden: String = "since no golden has these weights; --expect HASH compares this "
            + "hash, --record FILE makes it a golden"
    ) {
        self.golden = golden
        self.hash = hash
        self.weights = weights
        self.withoutGolden = withoutGolden
    }

    /// Nil where nothing is known of so many prompts.
    package func hash(promptCount: Int) -> String? {
        hash ?? golden?.expectedHash(promptCount: promptCount)
    }
}

/// A receipt as it was computed, as far as it is compared.
package struct ReproducedFacts: Sendable {
    package let integerWeightsHash: String
    /// Nil where the tokens are not known.
    package let tokensDigest: String?
    package let proofHashes: [String]
    package let ultimateHash: String

    package init(
        integerWeightsHash: String, tokensDigest: String?, proofHashes: [String],
        ultimateHash: String
    ) {
        self.integerWeightsHash = integerWeightsHash
        self.tokensDigest = tokensDigest
        self.proofHashes = proofHashes
        self.ultimateHash = ultimateHash
    }
}

/// A receipt compared with what was expected: the verdict, and its reason in words.
///
/// Weights come first. A golden says nothing of other weights, so that a receipt of those is not
/// compared with it; where it is equal all the same, the receipt does not tell models apart, and
/// that is no match.
package struct GoldenComparison: Sendable {
    /// Nil where nothing was compared, or nothing that says anything.
    package let match: Bool?
    package let reason: String
    package let expectedHash: String?
    /// Nil where no weights were expected.
    package let weightsMatch: Bool?
    /// Nil where no tokens were recorded; those of other prompts count as none.
    package let tokensMatch: Bool?
    /// The first prompt whose proof is not the golden's.
    package let firstDifference: Int?

    package init(_ expectation: GoldenExpectation, _ facts: ReproducedFacts) {
        let golden = expectation.golden
        let count = facts.proofHashes.count
        let expected = expectation.hash(promptCount: count)
        let isGoldens = golden.map { $0.integerWeightsHash == facts.integerWeightsHash }
        let isAsked = expectation.weights.map { $0 == facts.integerWeightsHash }
        let digest = golden?.promptCount == count ? golden?.tokensDigest : nil
        expectedHash = expected
        weightsMatch = isAsked == false ? false : isGoldens ?? isAsked
        tokensMatch = digest.flatMap { digest in facts.tokensDigest.map { $0 == digest } }
        firstDifference = isGoldens == true ? golden?.firstDifference(from: facts.proofHashes) : nil
        let words = GoldenWords(
            expectation: expectation, facts: facts, isGoldens: isGoldens, isAsked: isAsked,
            tokensMatch: tokensMatch, firstDifference: firstDifference)
        let hashMatches = expected.map { $0 == facts.ultimateHash }
        switch (weightsMatch, hashMatches) {
        case (false, true): (match, reason) = (false, words.otherWeightsSameHash)
        case (false, _) where isAsked == false: (match, reason) = (false, words.unaskedWeights)
        case (false, _) where expectation.hash == nil: (match, reason) = (nil, words.notComparable)
        case (_, true): (match, reason) = (true, words.equal)
        case (_, false): (match, reason) = (false, words.different)
        case (_, nil) where firstDifference != nil: (match, reason) = (false, words.different)
        case (_, nil): (match, reason) = (nil, words.nothing)
        }
    }
}

/// The reasons of verdicts.
private struct GoldenWords {
    let expectation: GoldenExpectation
    let facts: ReproducedFacts
    let isGoldens: Bool?
    let isAsked: Bool?
    let tokensMatch: Bool?
    let firstDifference: Int?

    private var golden: Golden? { expectation.golden }
    private var goldenName: String { "golden \(golden?.name ?? "")" }
    private var count: Int { facts.proofHashes.count }

    private static func prompts(_ count: Int) -> String {
        count == 1 ? "1 prompt" : "\(count) prompts"
    }

    private var whoseWeights: String {
        isAsked == false ? "the expected ones" : "those of \(goldenName)"
    }

    var otherWeightsSameHash: String {
        "the weights differ from \(whoseWeights); the hash happens to be the same, which does not "
            + "tell these models apart"
    }

    var unaskedWeights: String { "the weights differ from the expected ones" }

    var notComparable: String {
        "the weights differ from those of \(goldenName), so its receipt is not comparable"
    }

    /// The finding on the weights, in words.
    private var weightsWords: String {
        switch (isGoldens, isAsked) {
        case (true?, _): "the weights are those of \(goldenName)"
        case (_, true?): "the weights are the expected ones"
        case (false?, _): "the weights differ from those of \(goldenName)"
        case (nil, _):
            "the weights, \(facts.integerWeightsHash.prefix(16))…, were compared with nothing "
                + "(--expect-weights compares them)"
        }
    }

    private var tokensWords: String {
        switch tokensMatch {
        case true?: ", and so are the tokens"
        case false?: "; the tokens differ: another tokenizer"
        case nil: ""
        }
    }

    var equal: String {
        guard expectation.hash == nil, let golden else {
            return "the hash of \(Self.prompts(count)) is the expected one; \(weightsWords)"
        }
        let what =
            count == golden.promptCount
            ? "all \(Self.prompts(count)) are as in \(goldenName)"
            : "\(count) of \(Self.prompts(golden.promptCount)), against the first "
                + "\(count == 1 ? "proof" : "\(count) proofs") of \(goldenName)"
        return what + ", and so are the weights"
            + (tokensMatch == false ? "; the tokens differ: another tokenizer" : "")
    }

    var different: String {
        guard let golden, isGoldens == true else {
            return "the hash of \(Self.prompts(count)) is not the expected one; \(weightsWords)"
        }
        guard let index = firstDifference else {
            return expectation.hash != nil && !golden.proofHashes.isEmpty
                ? "the hash is not the expected one, but the first "
                    + "\(min(count, golden.proofHashes.count)) proofs are those of \(goldenName)"
                : "the hash differs; \(goldenName) does not list its proofs, so that the prompt is "
                    + "not known; \(weightsWords)\(tokensWords)"
        }
        let compared = min(count, golden.proofHashes.count)
        let differing = golden.differenceCount(from: facts.proofHashes)
        return "\(differing) of \(Self.prompts(compared)) "
            + "\(differing == 1 ? "differs" : "differ") from \(goldenName), the first is number "
            + "\(index), \"\(GoldenPrompts.prompt(index))\"; \(weightsWords)\(tokensWords)"
    }

    var nothing: String {
        guard let golden else {
            return "nothing was compared, \(expectation.withoutGolden)"
                + (isAsked == true ? "; the weights are the expected ones" : "")
        }
        return golden.proofHashes.isEmpty
            ? "\(goldenName) has the hash of its \(Self.prompts(golden.promptCount)) together and "
                + "does not list their proofs: \(count) cannot be compared"
            : "\(goldenName) lists \(Self.prompts(golden.promptCount)), which are the same here: "
                + "\(count) cannot be compared"
    }
}
