import BigInt
import TestSupport
import Testing
import TrainingDisputes

@Suite("The odds of audits") struct AuditOddsTests {
    /// Agreed to before measuring: so many frauds for each triple, and an error of 1/1000.
    private static let trialCount = Thoroughness.count(20_000, else: 2_000)
    private static let alphaDenominator = 1_000

    @Test(
        "The share of frauds that k sampled steps miss is C(T-f, k) / C(T, k), within the bound",
        arguments: [
            (16, 1, 4), (16, 3, 4), (24, 2, 8), (12, 6, 2), (32, 1, 1), (9, 5, 5), (8, 1, 8),
            (5, 2, 3),
        ])
    func measured(steps: Int, falseSteps: Int, sampled: Int) throws {
        let trials = try AuditTrials(
            AuditOdds(stepCount: steps, falseCount: falseSteps, sampleCount: sampled),
            bound: BinomialBound(
                alphaDenominator: Self.alphaDenominator, trialCount: Self.trialCount),
            seed: "audits")
        #expect(trials.wrongCount == 0)
        #expect(trials.allowed.contains(trials.missCount), "\(trials.missCount)")
        #expect(trials.holds)
    }

    @Test("The bound is the definition's, term by term")
    func bound() {
        let odds = AuditOdds(stepCount: 7, falseCount: 2, sampleCount: 2)
        #expect(odds.missing == 10 && odds.all == 21)
        for (count, alpha) in [(1, 10), (12, 10), (40, 100), (41, 3)] {
            let bound = BinomialBound(alphaDenominator: alpha, trialCount: count)
            // P(X = i) · 21^n.
            let terms = (0...count).map { i -> BigInt in
                var ways = BigInt(1)
                for j in 0..<i { ways = ways * BigInt(count - j) / BigInt(j + 1) }
                return ways * BigInt(10).power(i) * BigInt(11).power(count - i)
            }
            let whole = BigInt(21).power(count)
            #expect(terms.reduce(0, +) == whole)
            let allowed = (0...count).filter { x in
                let below = terms[...x].reduce(BigInt(0), +)
                let above = terms[x...].reduce(BigInt(0), +)
                return BigInt(2 * alpha) * below >= whole && BigInt(2 * alpha) * above >= whole
            }
            #expect(Array(bound.allowed(odds)) == allowed, "\(count), \(alpha)")
        }
    }

    @Test("A share that is off by a twentieth is refused")
    func refused() {
        let odds = AuditOdds(stepCount: 16, falseCount: 3, sampleCount: 4)
        let allowed = BinomialBound(alphaDenominator: 1_000, trialCount: 2_000).allowed(odds)
        let expected = 2_000 * 715 / 1_820
        #expect(allowed.contains(expected))
        #expect(!allowed.contains(expected + 100) && !allowed.contains(expected - 100))
    }
}
