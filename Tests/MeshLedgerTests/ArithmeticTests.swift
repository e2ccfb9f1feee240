import BigInt
import MeshLedger
import Testing
import Trials

@Suite("The arithmetic of the hardened mesh's ledger")
struct ArithmeticTests {
    private static let one = BigUInt(1_000_000_000_000_000_000)
    private static let most = BigUInt(UInt128.max)

    private static let edges: [UInt128] = {
        let powers = [0, 1, 2, 59, 60, 63, 64, 65, 126, 127].map { UInt128(1) << UInt128($0) }
        let marks = powers + [FixedPoint.one, FixedPoint.one * FixedPoint.one, UInt128.max]
        return [0] + marks.flatMap { [$0 &- 1, $0, $0 &+ 1] }
    }()

    private func compare(_ x: UInt128, _ y: UInt128) {
        let (a, b) = (BigUInt(x), BigUInt(y))
        #expect(BigUInt(FixedPoint.mul(x, y)) == min(a * b / Self.one, Self.most), "\(x) \(y)")
        let quotient = b == 0 ? 0 : min(a * Self.one / b, Self.most)
        #expect(BigUInt(FixedPoint.div(x, y)) == quotient, "\(x) \(y)")
    }

    @Test("Products and quotients at the edges of 128 bits")
    func edges() {
        for x in Self.edges { for y in Self.edges { compare(x, y) } }
    }

    @Test("Products and quotients of numbers of every length")
    func lengths() {
        var random = ActorRandom(seed: "lengths", actor: "arithmetic")
        func number() -> UInt128 {
            let whole = UInt128(random.next()) << 64 | UInt128(random.next())
            return whole >> UInt128(random.integer(in: 0...127))
        }
        for _ in 0..<20_000 { compare(number(), number()) }
    }

    @Test("Shares are no more than what they are of; reputations stay below 1")
    func shares() {
        for fraction in [0, 1, FixedPoint.one / 3, FixedPoint.one] {
            for units in [Int.min, -1, 0, 1, 1 << 62, Int.max] {
                let share = FixedPoint.share(of: units, fraction)
                #expect(share >= 0 && share <= max(units, 0))
            }
            for r in [0, 1, FixedPoint.one / 2, FixedPoint.one - 1, FixedPoint.one] {
                #expect(FixedPoint.raised(r, by: fraction) >= r)
                #expect(FixedPoint.raised(r, by: fraction) <= FixedPoint.one)
                #expect(FixedPoint.lowered(r, by: fraction) <= r)
            }
        }
        #expect(FixedPoint.raised(5, by: .max) == FixedPoint.one)
        #expect(FixedPoint.lowered(5, by: .max) == 0)
    }

    // MARK: Curves

    /// e^(k/5) in fixed point of 10^60, by its series.
    private static func power(_ k: Int) -> BigUInt {
        let scale = BigUInt(10).power(60)
        var (sum, term) = (scale, scale)
        for n in 1...400 {
            term = term * BigUInt(k) / BigUInt(5 * n)
            sum += term
        }
        return sum
    }

    @Test("The table is the logistic curve, rounded down")
    func table() {
        #expect(RewardCurves.table.count == 51)
        for (place, entry) in RewardCurves.table.enumerated() {
            // 1 / (1 + e^-x) = e^x / (e^x + 1), x = 10 - place/5.
            let power = Self.power(50 - place)
            let exact = Self.one * power / (power + BigUInt(10).power(60))
            #expect(BigUInt(entry) == exact, "at \(place)")
        }
    }

    @Test("The proposer's factor falls, and is its mirror's complement at each hundredth")
    func proposer() {
        var last = UInt128.max
        for number in 0...10_000 {
            let progress = UInt128(number) * FixedPoint.one / 10_000
            let factor = RewardCurves.proposerFactor(progress)
            #expect(factor < last || number == 0)
            last = factor
        }
        for number in 0...100 {
            let progress = UInt128(number) * FixedPoint.one / 100
            let mirror = RewardCurves.proposerFactor(FixedPoint.one - progress)
            #expect(RewardCurves.proposerFactor(progress) + mirror == FixedPoint.one)
        }
        #expect(RewardCurves.proposerFactor(0) == 999_954_602_131_297_565)
        #expect(RewardCurves.proposerFactor(.max) == 45_397_868_702_435)
    }

    @Test("The attestor's factor is the curve, at most 7 above and less than 1 below")
    func attestor() {
        var random = ActorRandom(seed: "attestor", actor: "arithmetic")
        let named = [0, 1, 500_000, 999_999, 1_000_000].map { UInt128($0) * 1_000_000_000_000 }
        let drawn = (0..<5_000).map { _ in UInt128(random.next()) % (FixedPoint.one + 1) }
        let scale = Self.one.power(9)
        for progress in named + drawn {
            // In units of 10^-180: the curve times 10^180.
            let tenth = BigUInt(progress).power(10)
            let exact =
                33 * scale * Self.one / 100 + 67 * (scale * Self.one - tenth) / 100
            let factor = BigUInt(RewardCurves.attestorFactor(progress)) * scale
            #expect(factor + scale > exact, "\(progress)")
            #expect(factor <= exact + 7 * scale, "\(progress)")
        }
        #expect(RewardCurves.attestorFactor(0) == FixedPoint.one)
        #expect(RewardCurves.attestorFactor(.max) == 330_000_000_000_000_000)
    }

    @Test("The lower median stands with the true scores while fewer than half are false")
    func median() {
        #expect(Medians.lower([]) == nil)
        #expect(Medians.lower([5]) == 5)
        #expect(Medians.lower([9, 3]) == 3)
        #expect(Medians.lower([9, 0, 8]) == 8)
        #expect(Medians.lower([0, 7, 8, 9]) == 7)
        #expect(Medians.lower([.max, .max, 1, 2, 3]) == 3)
    }
}
