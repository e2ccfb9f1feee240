internal import Cryptography
public import Disputes
internal import Traces

/// Two machines of a matrix: what they agree on, and the verdict by the rule of traces.
///
/// A difference in what was asked comes before one in what came out; what is missing on a side is
/// never a match.
public struct MachinePair: Sendable {
    /// Their places in the matrix.
    public let left: Int
    public let right: Int
    /// How many prompts both have.
    public let commonPromptCount: Int
    public let verdict: ComparisonVerdict
    /// The left machine's place of the first prompt at fault; nil where none is.
    public let prompt: Int?
    private let agreements: [MachineAgreement]  // as MachineAspect.allCases

    public func agreement(on aspect: MachineAspect) -> MachineAgreement {
        switch aspect {
        case .weights: agreements[0]
        case .prompts: agreements[1]
        case .proofs: agreements[2]
        case .trace: agreements[3]
        }
    }

    init(_ machines: [RunEvidence], _ prompts: NumberedPrompts, left: Int, right: Int) {
        let (one, other) = (machines[left], machines[right])
        let common = prompts.common(left, right)
        let weights = Self.weights(one, other)
        let inputs = Self.prompts(common, "no prompt is in both") {
            one.prompts[$0].input == other.prompts[$1].input
        }
        let proofs = Self.prompts(common, "no proof is in both") { place, otherPlace in
            Self.areEqual(one.prompts[place].proof, other.prompts[otherPlace].proof)
        }
        let trace = Self.trace(one, other, common)
        self.left = left
        self.right = right
        commonPromptCount = common.count
        agreements = [weights, inputs, proofs, trace]
        let isSchedule =
            one.level == other.level && one.level != nil && one.runDigest != other.runDigest
        let isPartial =
            common.count < max(one.prompts.count, other.prompts.count)
            || !proofs.isWhole(common.count)
            || one.level != nil && other.level != nil && !trace.isWhole(common.count)
        switch (weights.isDifferent, inputs, isSchedule, proofs, trace) {
        case (true, _, _, _, _):
            verdict = one.architecture == other.architecture ? .weights : .config
            prompt = nil
        case (_, .different(let first, _, _), _, _, _): (verdict, prompt) = (.input, first)
        case (_, _, true, _, _): (verdict, prompt) = (.schedule, nil)
        case (_, _, _, _, .different(let first, _, _)),
            (_, _, _, .different(let first, _, _), _):
            (verdict, prompt) = (.propagated, first)
        default: (verdict, prompt) = (isPartial ? .inconclusive : .match, nil)
        }
    }

    private static func weights(_ one: RunEvidence, _ other: RunEvidence) -> MachineAgreement {
        one.architecture == other.architecture
            && one.integerWeightsHash == other.integerWeightsHash
            && one.integersDigest == other.integersDigest
            ? .equal(count: 1) : .different(first: nil, count: 1, of: 1)
    }

    private static func trace(
        _ one: RunEvidence, _ other: RunEvidence, _ common: [(left: Int, right: Int)]
    ) -> MachineAgreement {
        guard let level = one.level, let otherLevel = other.level else {
            return .notCompared("a kept run has no records")
        }
        guard level == otherLevel else {
            return .notCompared("records of \(level.text) and of \(otherLevel.text)")
        }
        return prompts(common, "no prompt's records are in both") { place, otherPlace in
            let prompt = one.prompts[place]
            let otherPrompt = other.prompts[otherPlace]
            // Who read other tokens has other records: told as other prompts.
            guard prompt.input == otherPrompt.input else { return nil }
            return areEqual(prompt.recordsRoot, otherPrompt.recordsRoot)
        }
    }

    /// Nil where one is missing.
    private static func areEqual(_ one: Digest?, _ other: Digest?) -> Bool? {
        guard let one, let other else { return nil }
        return one == other
    }

    /// - Parameter areEqual: of a place on the left and one on the right; nil where a side is
    ///   missing.
    private static func prompts(
        _ common: [(left: Int, right: Int)], _ reason: String,
        _ areEqual: (_ left: Int, _ right: Int) -> Bool?
    ) -> MachineAgreement {
        var first: Int?
        var count = 0
        var comparedCount = 0
        for (place, otherPlace) in common {
            guard let isEqual = areEqual(place, otherPlace) else { continue }
            comparedCount += 1
            guard !isEqual else { continue }
            first = first ?? place
            count += 1
        }
        guard comparedCount > 0 else { return .notCompared(reason) }
        return count == 0
            ? .equal(count: comparedCount)
            : .different(first: first, count: count, of: comparedCount)
    }
}
