internal import BigInt
package import PythonValues

/// The published reward pool of an epoch: reward_system.py.
///
/// The command line never uses it. It weighs texts of hashes, and cannot pay.
package struct RewardPool {
    private var logarithm = PublishedLogarithm(.c)
    package private(set) var reputation = OrderedTable<PythonFloat>()
    /// How many proofs of a node were counted.
    private var proofCounts = OrderedTable<Int>()

    package init() {}

    /// A proof's share in an epoch before it is weighed.
    package struct Contribution: Sendable {
        package let nodeID: PythonText
        /// Quality, work, three scores, validation, stability, data.
        package let metrics: [PythonNumber]
    }

    /// A proof's reward.
    package struct Reward: Sendable {
        package let nodeID: PythonText
        package var amount: PythonFloat
        package var percentage: PythonNumber
    }

    // MARK: Metrics

    /// `_calculate_hash_complexity`.
    package mutating func complexity(of text: PythonText) -> PythonFloat {
        PythonFloat(complexityValue(of: text))
    }

    private mutating func complexityValue(of text: PythonText) -> Double {
        guard !text.codePoints.isEmpty else { return 0 }
        let entropy = logarithm.entropy(of: text)
        var pattern = 0.0
        for digit in "0123456789abcdef".unicodeScalars
        where text.codePoints.contains(digit.value) { pattern += 0.1 }
        return entropy * 0.7 + PythonFloatRules.min(pattern, 1) * 0.3
    }

    /// `_extract_revolutionary_metrics` of a text that is not empty: three scores.
    package mutating func scores(of text: PythonText) -> [PythonNumber] {
        let lower = text.lowercased()
        var scores = [("consciousness", 0.8), ("reasoning", 0.7), ("quantum", 0.6)].map {
            lower.contains($0.0) ? $0.1 : 0
        }
        if let numbers = NumberRuns.joined(in: text) {
            let complexity = complexityValue(of: numbers)
            for (place, factor) in [0.8, 0.7, 0.6].enumerated() {
                scores[place] = PythonFloatRules.max(scores[place], complexity * factor)
            }
        }
        return scores.map(PythonNumber.real)
    }

    /// `calculate_training_contributions`, in the order of the proofs.
    ///
    /// **Throws:** ``PythonError`` where a member is not of the type that it needs.
    package mutating func contributions(
        of proofs: [TrainingProofView], consciousness: PythonDictionary, now: PythonFloat
    ) throws(PythonError) -> [Contribution] {
        var contributions: [Contribution] = []
        for proof in proofs {
            let node = try proof.nodeID.requiredText()
            let dataset = complexityValue(of: try proof.datasetChunkHash.requiredText())
            let isEmpty = !proof.datasetChunkHash.isTrue
            let work =
                complexityValue(of: try proof.gradientHash.requiredText()) * 0.5
                + complexityValue(of: try proof.computationProof.requiredText()) * 0.3
                + complexityValue(of: try proof.modelStateHash.requiredText()) * 0.2
            let count = proofCounts[node] ?? 0
            let metrics: [PythonNumber] =
                [
                    try .real(quality(of: proof, dataset: isEmpty ? nil : dataset, now: now)),
                    .real(PythonFloatRules.min(1, work / 10)),
                ] + (try scores(of: proof, node: node, consciousness)) + [
                    .float(reputation[node] ?? PythonFloat(0.5)),
                    .real(count > 0 ? PythonFloatRules.min(10, Double(count)) / 10 : 0.5),
                    .real(isEmpty ? 0.3 : dataset * 0.5),
                ]
            proofCounts.set(count + 1, for: node)
            contributions.append(Contribution(nodeID: node, metrics: metrics))
        }
        return contributions
    }

    private func quality(
        of proof: TrainingProofView, dataset: Double?, now: PythonFloat
    ) throws(PythonError) -> Double {
        var quality = 0.5
        let count = try proof.validationSignatures.elements().count
        if count > 0 { quality += PythonFloatRules.min(0.3, Double(count) * 0.05) }
        let age = try proof.timestamp.age(at: now)
        quality += age < 300 ? 0.1 : age < 1800 ? 0.05 : 0
        if let dataset { quality += dataset * 0.1 }
        return PythonFloatRules.min(1, quality)
    }

    private mutating func scores(
        of proof: TrainingProofView, node: PythonText, _ consciousness: PythonDictionary
    ) throws(PythonError) -> [PythonNumber] {
        let computation = try proof.computationProof.requiredText()
        guard computation.codePoints.isEmpty else { return scores(of: computation) }
        guard let told = consciousness[node] else { return [.real(0), .real(0), .real(0)] }
        var scores: [PythonNumber] = []
        for name in ["consciousness_level", "reasoning_quality", "quantum_coherence"] {
            let value = try told.optionalMember(name)
            if case .none = value {
                scores.append(.real(0))
            } else {
                scores.append(try value.requiredNumber())
            }
        }
        return scores
    }

    // MARK: Rewards

    /// The weights of the eight metrics.
    private static let weights = [
        50, 20, 30 * 2.0, 25 * 1.8, 20 * 1.5, 15 * 1.3, 10 * 1.2, 15 * 1.4,
    ]

    /// `calculate_proportional_rewards`; moves the nodes' reputation.
    ///
    /// **Throws:** ``PythonError`` for metrics that no float comes near.
    package mutating func rewards(
        for contributions: [Contribution]
    ) throws(PythonError) -> [Reward] {
        var totals = [Double](repeating: 0, count: Self.weights.count)
        var metrics: [[Double]] = []
        for contribution in contributions {
            var row: [Double] = []
            for metric in contribution.metrics { row.append(try metric.converted()) }
            for place in totals.indices { totals[place] += row[place] }
            metrics.append(row)
        }
        for place in totals.indices where totals[place] == 0 { totals[place] = 1 }
        let amounts = metrics.map { row in
            totals.indices.dropFirst().reduce(Self.weights[0] * (row[0] / totals[0])) {
                $0 + Self.weights[$1] * (row[$1] / totals[$1])
            }
        }
        let capped = Self.capped(amounts.map(PythonFloat.init))
        let limited = Self.limited(capped.amounts)
        var rewards: [Reward] = []
        for (place, contribution) in contributions.enumerated() {
            rewards.append(
                Reward(
                    nodeID: contribution.nodeID, amount: limited[place],
                    percentage: capped.percentages[place]))
        }
        for reward in rewards { moveReputation(of: reward) }
        return rewards
    }

    /// The amounts with none above 15 % of their sum, and what share of the sum each was.
    package static func capped(
        _ rewards: [PythonFloat]
    ) -> (amounts: [PythonFloat], percentages: [PythonNumber]) {
        var amounts = rewards.map(\.value)
        let sum = PythonFloatRules.sum(amounts)
        var percentages: [PythonNumber] = amounts.map {
            sum == 0 ? .integer(0) : .real($0 / sum)
        }
        let most = sum * 0.15
        var excess = 0.0
        var cappedCount = 0
        for (place, amount) in amounts.enumerated() where amount > most {
            excess += amount - most
            amounts[place] = most
            percentages[place] = .real(0.15)
            cappedCount += 1
        }
        let belowCount = amounts.count { $0 < most }
        if excess > 0, cappedCount < amounts.count, belowCount > 0 {
            let share = excess / Double(belowCount)
            for (place, amount) in amounts.enumerated() where amount < most {
                amounts[place] = PythonFloatRules.min(amount + share, most)
            }
        }
        return (amounts.map(PythonFloat.init), percentages)
    }

    /// The amounts within the pool of 1,000.
    package static func limited(_ rewards: [PythonFloat]) -> [PythonFloat] {
        let sum = PythonFloatRules.sum(rewards.map(\.value))
        guard sum > 1000 else { return rewards }
        return rewards.map { PythonFloat($0.value * (1000 / sum)) }
    }

    /// `sum(rewards)`.
    package static func sum(of rewards: [PythonFloat]) -> PythonFloat {
        PythonFloat(PythonFloatRules.sum(rewards.map(\.value)))
    }

    private mutating func moveReputation(of reward: Reward) {
        let (large, middle, small) = (0.1, 0.05, 0.01)
        let percentage = reward.percentage
        func isAbove(_ value: Double) -> Bool { PythonNumber.real(value).isLess(than: percentage) }
        let change = isAbove(large) ? 0.05 : isAbove(middle) ? 0.02 : isAbove(small) ? 0.01 : -0.01
        let current = reputation[reward.nodeID]?.value ?? 0.5
        let moved = PythonFloatRules.max(
            0, PythonFloatRules.min(1, current * 0.9 + (current + change) * 0.1))
        reputation.set(PythonFloat(moved), for: reward.nodeID)
    }

    /// `create_reward_transactions`, which names members that a transaction has not.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where there is anything to pay.
    package static func payments(for rewards: [Reward]) throws(PythonError) {
        guard rewards.isEmpty else {
            throw .type("__init__() got an unexpected keyword argument")
        }
    }
}

/// The matches of `\d+\.?\d*`.
enum NumberRuns {
    /// All matches one behind the other; nil where there is none.
    static func joined(in text: PythonText) -> PythonText? {
        var runs: [UInt32] = []
        var rest = text.codePoints[...]
        func takeDigits() {
            while let point = rest.first, PythonText.isDecimalDigit(point) {
                runs.append(point)
                rest.removeFirst()
            }
        }
        while let first = rest.first {
            guard PythonText.isDecimalDigit(first) else {
                rest.removeFirst()
                continue
            }
            takeDigits()
            if rest.first == 0x2E {
                runs.append(0x2E)
                rest.removeFirst()
                takeDigits()
            }
        }
        return runs.isEmpty ? nil : PythonText(codePoints: runs)
    }
}
