package import BigInt

/// The odds that an audit of sampled steps misses a fraud: f false steps of T escape k samples with
/// C(T − f, k) / C(T, k). All in integers.
package struct AuditOdds: Sendable, Equatable {
    /// T.
    package let stepCount: Int
    /// f.
    package let falseCount: Int
    /// k.
    package let sampleCount: Int

    /// The most steps of a measurement; each of its runs has so many.
    package static let stepCountMax = 4_096

    /// **Precondition:** 1 ≤ f ≤ T ≤ 4,096, 1 ≤ k ≤ T.
    package init(stepCount: Int, falseCount: Int, sampleCount: Int) {
        precondition(
            (1...Self.stepCountMax).contains(stepCount) && (1...stepCount).contains(falseCount)
                && (1...stepCount).contains(sampleCount),
            "\(falseCount) false and \(sampleCount) sampled of \(stepCount)")
        self.stepCount = stepCount
        self.falseCount = falseCount
        self.sampleCount = sampleCount
    }

    /// C(T − f, k).
    package var missing: BigInt { Self.choose(stepCount - falseCount, sampleCount) }
    /// C(T, k).
    package var all: BigInt { Self.choose(stepCount, sampleCount) }

    /// n over k; 0 where k > n.
    static func choose(_ n: Int, _ k: Int) -> BigInt {
        guard k <= n else { return 0 }
        return (0..<k).reduce(BigInt(1)) { $0 * BigInt(n - $1) / BigInt($1 + 1) }
    }
}

/// The exact test of a measured share: so many misses of so many audits are what the odds allow,
/// unless as few or as many are less likely than alpha / 2 each.
package struct BinomialBound: Sendable, Equatable {
    /// The error that was agreed to before measuring: alpha = 1 / alphaDenominator.
    package let alphaDenominator: Int
    package let trialCount: Int

    package static let trialCountMax = 20_000

    /// **Preconditions:** alphaDenominator ≥ 1, 1 ≤ trialCount ≤ 20,000.
    package init(alphaDenominator: Int, trialCount: Int) {
        precondition(
            alphaDenominator >= 1 && (1...Self.trialCountMax).contains(trialCount),
            "\(trialCount) trials")
        self.alphaDenominator = alphaDenominator
        self.trialCount = trialCount
    }

    /// The counts of misses that the odds allow: those k with P(X ≤ k) ≥ alpha / 2 and
    /// P(X ≥ k) ≥ alpha / 2, X of the binomial distribution. They are neighbours.
    package func allowed(_ odds: AuditOdds) -> ClosedRange<Int> {
        let divisor = odds.missing.greatestCommonDivisor(with: odds.all)
        let miss = odds.missing / divisor
        let found = (odds.all - odds.missing) / divisor
        // No odds of an audit are 1: a fraud has a false step, and a step is sampled.
        guard miss > 0 else { return 0...0 }
        let whole = (miss + found).power(trialCount)
        let doubled = BigInt(2 * alphaDenominator)
        // Terms C(n, i) · miss^i · found^(n − i), from which the next follow without a rest.
        var term = found.power(trialCount)
        var below = BigInt(0)  // The sum of the terms before this one.
        var least: Int?
        var greatest = trialCount
        for count in 0...trialCount {
            if least == nil, doubled * (below + term) >= whole { least = count }
            if doubled * (whole - below) < whole {
                greatest = count - 1
                break
            }
            below += term
            if count < trialCount {
                term = term * BigInt(trialCount - count) * miss / (BigInt(count + 1) * found)
            }
        }
        return (least ?? 0)...max(greatest, least ?? 0)
    }
}
