import BigInt
import PublishedMeshChain
import TestSupport
import Testing

@Suite("The chain's fixed point")
struct ChainFractionTests {
    private static let edges: [UInt128] = [
        0, 1, 2, ChainFraction.one - 1, ChainFraction.one, ChainFraction.one + 1,
        1 << 64 - 1, 1 << 64, 1 << 127, .max - 1, .max,
    ]

    private static func exact(_ value: BigUInt) -> UInt128 { UInt128(exactly: value) ?? .max }

    private static func samples(seed: UInt64) -> [UInt128] {
        var random = SeededGenerator(seed: seed)
        return edges
            + (0..<60).map { _ in
                let value = UInt128(random.next()) << 64 | UInt128(random.next())
                return value >> UInt128.random(in: 0..<128, using: &random)
            }
    }

    @Test("Products and quotients are exact, rounded down, and capped at 128 bits")
    func exact() {
        let one = BigUInt(ChainFraction.one)
        for left in Self.samples(seed: 1) {
            for right in Self.samples(seed: 2) {
                #expect(
                    ChainFraction.product(left, right)
                        == Self.exact(BigUInt(left) * BigUInt(right) / one))
                let quotient = right == 0 ? 0 : BigUInt(left) * one / BigUInt(right)
                #expect(ChainFraction.quotient(left, right) == Self.exact(quotient))
            }
        }
    }

    @Test("A reputation stays between nothing and one, and nothing moves it beyond itself")
    func reputations() {
        for value in Self.samples(seed: 3) {
            for factor in Self.samples(seed: 4) {
                let raised = ChainFraction.increased(value, by: factor)
                #expect(raised <= ChainFraction.one)
                if value <= ChainFraction.one { #expect(raised >= value) }
                #expect(ChainFraction.decreased(value, by: factor) <= value)
            }
        }
        #expect(ChainFraction.decreased(ChainFraction.one, by: .max) == 0)
        #expect(ChainFraction.increased(0, by: .max) == ChainFraction.one)
    }

    @Test("An epoch's shares never add up to more than was emitted, whatever is asked")
    func shares() {
        for emissions in Self.samples(seed: 5) {
            for weight in Self.edges where weight <= ChainFraction.one {
                let rewards = SubnetRewards(emissions: emissions, weight: weight)
                #expect(rewards.all <= emissions)
                #expect(rewards.owner + rewards.delegates + rewards.nodes == rewards.all)
            }
        }
        let excess = SubnetRewards(emissions: .max, weight: .max, delegateShare: .max)
        #expect(excess.all == .max && excess.delegates == .max && excess.nodes == 0)
    }

    @Test("A coldkey's score stays between nothing and one for any ratio and factor")
    func coldkeys() {
        for score in Self.edges {
            for ratio in Self.samples(seed: 6) {
                for factor in Self.edges {
                    var (up, down) = (ColdkeyRecord(), ColdkeyRecord())
                    (up.score, down.score) = (score, score)
                    (up.average, down.average) = (.max, .max)
                    (up.increases, down.decreases) = (.max, .max)
                    up.rise(ratio: ratio, factor: factor, epoch: .max)
                    down.fall(ratio: ratio, factor: factor, epoch: .max)
                    #expect(up.score >= min(score, ChainFraction.one) && down.score <= score)
                    if score <= ChainFraction.one { #expect(up.score <= ChainFraction.one) }
                }
            }
        }
    }
}
