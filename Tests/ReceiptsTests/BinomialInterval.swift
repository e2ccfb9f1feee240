import BigInt
import Receipts

/// The numbers of misses that are not too unlikely, in so many checks that are independent: below
/// and above it lies less than half of the given chance each, exactly.
struct BinomialInterval: CustomStringConvertible {
    private(set) var lower = 0
    private(set) var upper = 0

    var description: String { "expected \(lower) to \(upper)" }

    func contains(_ count: Int) -> Bool { (lower...upper).contains(count) }

    /// - Parameter missedPerThousand: the chance outside, both sides together, in thousandths.
    init(trials: Int, chance: MissProbability, missedPerThousand: Int) {
        let miss = chance.numerator
        let find = chance.denominator - chance.numerator
        // Weights of each number of misses, all over denominator^trials.
        var weights: [BigInt] = []
        var choices = BigInt(1)
        var missPowers = [BigInt(1)]
        var findPowers = [BigInt(1)]
        for _ in 0..<trials {
            missPowers.append(missPowers[missPowers.count - 1] * miss)
            findPowers.append(findPowers[findPowers.count - 1] * find)
        }
        for count in 0...trials {
            weights.append(choices * missPowers[count] * findPowers[trials - count])
            choices = choices * BigInt(trials - count) / BigInt(count + 1)
        }
        let limit = chance.denominator.power(trials) * BigInt(missedPerThousand)
        var below = BigInt(0)
        while (below + weights[lower]) * 2000 < limit {
            below += weights[lower]
            lower += 1
        }
        var above = BigInt(0)
        upper = trials
        while (above + weights[upper]) * 2000 < limit {
            above += weights[upper]
            upper -= 1
        }
    }
}
