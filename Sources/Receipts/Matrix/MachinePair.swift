internal import Cryptography
package import Disputes
internal import Traces

/// A pair of machines: their agreement on each aspect, and the verdict by the rule of traces.
///
/// A difference in the task comes before a difference in the results; missing evidence is never a
/// match.
package struct MachinePair: Sendable {
    /// The machines' places in the matrix.
    package let left: Int
    package let right: Int
    /// The number of prompts that both have.
    package let commonPromptCount: Int
    package let verdict: ComparisonVerdict
    /// The first prompt at fault, by its place in the left machine's list; nil where none is.
    package let prompt: Int?
    private let agreements: [MachineAgreement]  // as MachineAspect.allCases

    package func agreement(on aspect: MachineAspect) -> MachineAgreement {
        switch aspect {
        case .weights: agreements[0]
        case .prompts: agreements[1]
        case .proofs: agreements[2]
        case .trace: agreements[3]
        }
    }

    init(_ machines: [RunEvidence], _ prompts: NumberedPrompts, left: Int, right: Int) {
        let (leftRun, rightRun) = (machines[left], machines[right])
        let common = prompts.common(left, right)
        let weights = Self.weights(leftRun, rightRun)
        let inputs = Self.prompts(common, "no prompt is in both") {
            leftRun.prompts[$0].input == rightRun.prompts[$1].input
        }
        let proofs = Self.prompts(common, "no proof is in both") { place, otherPlace in
            Self.areEqual(leftRun.prompts[place].proof, rightRun.prompts[otherPlace].proof)
        }
        let trace = Self.trace(leftRun, rightRun, common)
        self.left = left
        self.right = right
        commonPromptCount = common.count
        agreements = [weights, inputs, proofs, trace]
        let isSchedule =
            leftRun.level == rightRun.level && leftRun.level != nil
            && leftRun.runDigest != rightRun.runDigest
        let isPartial =
            common.count < max(leftRun.prompts.count, rightRun.prompts.count)
            || !proofs.isWhole(common.count)
            || leftRun.level != nil && rightRun.level != nil && !trace.isWhole(common.count)
        switch (weights.isDifferent, inputs, isSchedule, proofs, trace) {
        case (true, _, _, _, _):
            verdict = leftRun.architecture == rightRun.architecture ? .weights : .config
            prompt = nil
        case (_, .different(let first, _, _), _, _, _): (verdict, prompt) = (.input, first)
        case (_, _, true, _, _): (verdict, prompt) = (.schedule, nil)
        case (_, _, _, _, .different(let first, _, _)),
            (_, _, _, .different(let first, _, _), _):
            (verdict, prompt) = (.propagated, first)
        default: (verdict, prompt) = (isPartial ? .inconclusive : .match, nil)
        }
    }

    private static func weights(
        _ leftRun: RunEvidence, _ rightRun: RunEvidence
    ) -> MachineAgreement {
        leftRun.architecture == rightRun.architecture
            && leftRun.integerWeightsHash == rightRun.integerWeightsHash
            && leftRun.integersDigest == rightRun.integersDigest
            ? .equal(count: 1) : .different(first: nil, count: 1, of: 1)
    }

    private static func trace(
        _ leftRun: RunEvidence, _ rightRun: RunEvidence, _ common: [(left: Int, right: Int)]
    ) -> MachineAgreement {
        guard let level = leftRun.level, let otherLevel = rightRun.level else {
            return .notCompared("a kept run has no records")
        }
        guard level == otherLevel else {
            return .notCompared("records of \(level.text) and of \(otherLevel.text)")
        }
        return prompts(common, "no prompt's records are in both") { place, otherPlace in
            let prompt = leftRun.prompts[place]
            let otherPrompt = rightRun.prompts[otherPlace]
            // Other tokens make other records; that is told as a difference of prompts.
            guard prompt.input == otherPrompt.input else { return nil }
            return areEqual(prompt.recordsRoot, otherPrompt.recordsRoot)
        }
    }

    /// Whether two digests are equal; nil where one is missing.
    private static func areEqual(_ left: Digest?, _ right: Digest?) -> Bool? {
        guard let left, let right else { return nil }
        return left == right
    }

    /// - Parameter areEqual: compares a place on the left with one on the right; nil where a side
    ///   is missing.
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
