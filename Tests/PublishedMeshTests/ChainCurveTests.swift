import PublishedMeshChain
import TestSupport
import Testing

@Suite("The chain's reward curves")
struct ChainCurveTests {
    private let one = ChainFraction.one

    @Test("The validator's factor is one half at the middle of an epoch and falls")
    func validators() {
        let curve = RewardCurve.published
        #expect(curve.validator(progress: one / 2) == one / 2)
        #expect(curve.validator(progress: 0) == 999_954_602_131_297_664)
        var last = one
        for block: UInt128 in 0...600 {
            let factor = curve.validator(progress: block * one / 600)
            #expect(factor <= last)
            last = factor
        }
        #expect(last == 45_397_868_702_434)
    }

    @Test("The attestor's factor is one at once, and 0.33 once the epoch has ended")
    func attestors() {
        for curve in [RewardCurve.published, RewardCurve(.nearest)] {
            #expect(curve.attestor(progress: 0) == one)
            #expect(curve.attestor(progress: one) == 330_000_000_000_000_000)
            #expect(curve.attestor(progress: .max) == 330_000_000_000_000_000)
        }
        #expect(RewardCurve.published.attestor(progress: one / 2) == 999_345_703_124_999_936)
    }

    @Test("No progress gives a factor beyond one, and none traps")
    func bounds() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let any = UInt128(random.next()) << 64 | UInt128(random.next())
            let progress = any >> UInt128.random(in: 0..<128, using: &random)
            for curve in [RewardCurve.published, RewardCurve(.nearest)] {
                #expect(curve.validator(progress: progress) <= one)
                let factor = curve.attestor(progress: progress)
                #expect(factor >= 330_000_000_000_000_000 && factor <= one)
            }
        }
    }

    @Test("Another library's powers change what a late attestor is paid, in the last places")
    func libraries() {
        let progress = ChainFraction.quotient(17, 18)
        let (own, other) = (RewardCurve.published, RewardCurve(.nearest))
        #expect(own.attestor(progress: progress) != other.attestor(progress: progress))
        let differing = (0..<600).filter { block in
            let progress = UInt128(block) * one / 600
            return own.attestor(progress: progress) != other.attestor(progress: progress)
        }
        #expect(differing.count < 20)
        for block in 0..<600 {
            let progress = UInt128(block) * one / 600
            let (left, right) = (
                own.attestor(progress: progress), other.attestor(progress: progress)
            )
            #expect(max(left, right) - min(left, right) < 1_000)
        }
    }
}
