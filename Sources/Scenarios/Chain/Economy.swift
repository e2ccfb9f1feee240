internal import Auditing
internal import BigInt
internal import GlyphChain
public import Trials

/// Ways of mining for less than an inference an attempt.
enum EconomyAttack: String, Sendable, CaseIterable {
    /// Computes nothing after the deepest layer that is read.
    case earlyStop = "early_stop"
    /// Computes what honest prompts begin with in common once.
    case sharedPrefixes = "shared_prefixes"
    /// Changes nothing but the last word.
    case lastWord = "last_word"
    /// Tries addresses until the heads lie in few layers.
    case groundAddress = "ground_address"
    case together
    /// How often an address that is free saves the deeper half of the layers.
    case grindingRate = "grinding_rate"
}

/// What the referee allows an attempt to cost less than computing it in full.
enum EconomyGuards {
    static let attemptCost = Guard("attempt_cost")
    static let grindingRate = Guard("grinding_rate")
    static let all = [attemptCost, grindingRate]
}

enum Economy {
    private static let million = 1_000_000
    private static let confidencePermille = 999

    static func measurement(
        _ kind: EconomyAttack, _ profile: Profile, _ advantage: MinerAdvantage,
        allowedMillionths: Int
    ) throws -> Measurement {
        switch (profile, kind) {
        case (_, .grindingRate):
            return grinding(profile, advantage, allowedMillionths: allowedMillionths)
        case (.published, _):
            guard let way = advantage.published.ways.first(where: { $0.name.rawValue == kind.rawValue })
            else { throw StepFault("no way \(kind.rawValue) of mining was measured") }
            let ratio = advantage.published.computed(way)
            return fixed(
                advantage.settings.attemptCount, ratio.numerator, ratio.denominator,
                allowedMillionths)
        case (.hardened, _):
            // The witness reads every layer at every position, whoever mines; what inputs have in
            // common is counted over the seeds.
            let hardened = advantage.hardened
            let ratio =
                kind == .earlyStop || kind == .groundAddress
                ? (hardened.neededMultiplyAddCount, hardened.multiplyAddCount)
                : (hardened.sharing.numerator, hardened.sharing.denominator)
            return fixed(hardened.attemptCount, ratio.0, ratio.1, allowedMillionths)
        }
    }

    private static func fixed(
        _ attemptCount: Int, _ above: Int, _ below: Int, _ allowedMillionths: Int
    ) -> Measurement {
        // Rounded up: against the attacker only where it is exact.
        let speedUp = (BigUInt(above) * BigUInt(million) + BigUInt(below - 1)) / BigUInt(below)
        return Measurement(
            unit: "attempts", attemptCount: attemptCount,
            successCount: speedUp > BigUInt(million) ? attemptCount : 0,
            speedUpMillionths: Int(speedUp), allowedMillionths: allowedMillionths,
            rateBoundMillionths: nil, confidencePermille: nil)
    }

    /// How many addresses leave the deeper half of the layers unread. In `hardened` none does: every
    /// seed's witness is of the last layer, so that a success would be a challenge without one.
    private static func grinding(
        _ profile: Profile, _ advantage: MinerAdvantage, allowedMillionths: Int
    ) -> Measurement {
        let counts = advantage.published.addresses.deepestCounts
        let tryCount =
            profile == .published
            ? advantage.published.addresses.tryCount : advantage.hardened.seedCount
        let successCount =
            profile == .published
            ? counts.prefix(counts.count / 2).reduce(0, +)
            : advantage.hardened.multiplyAddCount < advantage.hardened.neededMultiplyAddCount
                ? tryCount : 0
        let bound = BinomialBound.upperMillionths(
            successCount: successCount, count: tryCount, confidencePermille: confidencePermille)
        return Measurement(
            unit: "addresses", attemptCount: tryCount, successCount: successCount,
            speedUpMillionths: bound, allowedMillionths: allowedMillionths,
            rateBoundMillionths: bound, confidencePermille: confidencePermille)
    }
}

/// The exact one-sided bound of a success rate (Clopper and Pearson), in integers.
enum BinomialBound {
    private static let million = 1_000_000

    /// The least rate, in millionths and rounded up, at which so few successes would be less likely
    /// than the confidence leaves.
    ///
    /// **Bounds:** exact for any counts; numbers have about 20·count bits, so counts are cut to
    /// 4,096 by the caller's choice of sample. **Source:** C. Clopper, E. Pearson, Biometrika 26
    /// (1934).
    static func upperMillionths(
        successCount: Int, count: Int, confidencePermille: Int
    ) -> Int {
        precondition((0...count).contains(successCount) && count >= 1)
        guard successCount < count else { return million }
        var (low, high) = (successCount * million / count, million)
        while high - low > 1 {
            let middle = (low + high) / 2
            if isUnlikely(successCount, count, middle, 1_000 - confidencePermille) {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }

    /// Whether at most so many successes are less likely than `leftPermille` at a rate.
    private static func isUnlikely(
        _ successCount: Int, _ count: Int, _ rateMillionths: Int, _ leftPermille: Int
    ) -> Bool {
        let (success, failure) = (BigUInt(rateMillionths), BigUInt(million - rateMillionths))
        // Σ C(n, i)·s^i·f^(n−i) as f^(n−k)·Σ C(n, i)·s^i·f^(k−i), for i up to k.
        var sum = BigUInt(0)
        var term = failure.power(successCount)
        for index in 0...successCount {
            sum += term
            guard index < successCount, rateMillionths < million else { break }
            term = term * BigUInt(count - index) * success / (BigUInt(index + 1) * failure)
        }
        let whole = sum * failure.power(count - successCount)
        return whole * 1_000 < BigUInt(leftPermille) * BigUInt(million).power(count)
    }
}
