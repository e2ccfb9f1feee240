internal import Auditing
internal import Scenarios
internal import Trials

/// Ways of mining for less than an inference an attempt.
package enum EconomyAttack: String, Sendable, CaseIterable {
    /// Computes nothing after the deepest layer that is read.
    case earlyStop = "early_stop"
    /// Computes the common beginning of honest prompts once.
    case sharedPrefixes = "shared_prefixes"
    /// Changes nothing but the last word.
    case lastWord = "last_word"
    /// Tries addresses until the heads lie in few layers.
    case groundAddress = "ground_address"
    /// All of these ways at once.
    case together
    /// Two payments with one signed digest, against what the curve stands for.
    case signedDigest = "signed_digest"

    /// Whether attempts save by what they have in common.
    var isSharing: Bool { self == .sharedPrefixes || self == .lastWord || self == .together }

    /// The bound that it must not pass.
    var bound: Guard {
        self == .signedDigest ? EconomyGuards.digestStrength : EconomyGuards.attemptCost
    }
}

/// The trials' own bounds on how much less than a full computation an attempt may cost: the
/// referee checks them, no node does.
enum EconomyGuards {
    static let attemptCost = Guard("attempt_cost")
    /// The signed digest resists collisions as the curve resists forgery.
    static let digestStrength = Guard("digest_strength")
    static let all = [attemptCost, digestStrength]
}

/// The savings of ways of mining, as a referee may claim them: exact where every attempt was
/// counted, and else with the bound that the sample allows.
enum Economy {
    private static let million = 1_000_000
    private static let confidencePermille = 999
    private static let cheaper = "cheaper than honest work"

    /// The strength of secp256k1, bits. **Source:** SEC 2, table 1.
    private static let curveBitCount = 128

    /// A collision of n bits takes 2^(n/2) digests at most, whatever the function; of SHA-1, 2^61
    /// (G. Leurent, T. Peyrin, SHA-1 is a Shambles, 2020). Counted are bits, not digests.
    private static func signedDigest(bitCount: Int, allowedMillionths: Int) -> Measurement {
        Measurement(
            unit: "bits of the signed digest", attemptCount: bitCount, successCount: 0,
            advantageMillionths: quotient(curveBitCount, bitCount / 2),
            comparison: "weaker than the curve", allowedMillionths: allowedMillionths,
            rateBoundMillionths: nil, confidencePermille: nil)
    }

    /// **Throws:** ``StepFault`` where only a real model says what is asked.
    static func measurement(
        _ kind: EconomyAttack, _ profile: Profile, _ model: TrialModel, signedDigestBitCount: Int,
        allowedMillionths: Int
    ) throws -> Measurement {
        if kind == .signedDigest {
            return signedDigest(
                bitCount: signedDigestBitCount, allowedMillionths: allowedMillionths)
        }
        guard let costs = model.costs else {
            throw StepFault("costs are measured with a real model, not with \(model.name)")
        }
        let advantage = try costs.advantage()
        return switch profile {
        case .published: try published(kind, advantage.published, advantage, allowedMillionths)
        case .hardened: hardened(kind, advantage.hardened, allowedMillionths)
        }
    }

    /// Counted: the multiply-adds of the way's attempts against the same in full. Of addresses, how
    /// many of those that were tried read the shallower half of the layers only, and at most how
    /// many do at large.
    private static func published(
        _ kind: EconomyAttack, _ published: PublishedAdvantage, _ advantage: MinerAdvantage,
        _ allowedMillionths: Int
    ) throws -> Measurement {
        guard let way = published.ways.first(where: { $0.name.rawValue == kind.rawValue }) else {
            throw StepFault("no way \(kind.rawValue) of mining was measured")
        }
        let ratio = published.computed(way)
        let speedUp = quotient(ratio.numerator, ratio.denominator)
        guard kind == .groundAddress else {
            let attemptCount = advantage.settings.attemptCount
            return Measurement(
                unit: "attempts", attemptCount: attemptCount,
                successCount: speedUp > million ? attemptCount : 0, advantageMillionths: speedUp,
                comparison: cheaper, allowedMillionths: allowedMillionths,
                rateBoundMillionths: nil, confidencePermille: nil)
        }
        let (counts, tryCount) = (published.addresses.deepestCounts, published.addresses.tryCount)
        let successCount = counts.prefix(counts.count / 2).reduce(0, +)
        return Measurement(
            unit: "addresses", attemptCount: tryCount, successCount: successCount,
            advantageMillionths: speedUp, comparison: cheaper,
            allowedMillionths: allowedMillionths,
            rateBoundMillionths: BinomialBound.upperMillionths(
                successCount: successCount, count: tryCount,
                confidencePermille: confidencePermille),
            confidencePermille: confidencePermille)
    }

    /// The bound for attempts of which none cost less than the whole depth, or for seeds of which
    /// no two begin alike: were each of the few that the sample allows free, the speed-up would be
    /// 1 / (1 − rate).
    private static func hardened(
        _ kind: EconomyAttack, _ hardened: HardenedAdvantage, _ allowedMillionths: Int
    ) -> Measurement {
        let count = kind.isSharing ? hardened.seedCount : hardened.attemptCount
        // Which of the attempts were cheap is not known, only how much they cost together.
        let isWhole = hardened.multiplyAddCount >= hardened.neededMultiplyAddCount
        let successCount =
            kind.isSharing
            ? min(2 * hardened.sharingPairCount, count) : isWhole ? 0 : count
        let rate = BinomialBound.upperMillionths(
            successCount: successCount, count: count, confidencePermille: confidencePermille)
        return Measurement(
            unit: kind.isSharing ? "seeds" : "attempts", attemptCount: count,
            successCount: successCount,
            advantageMillionths: quotient(million, max(million - rate, 1)),
            comparison: cheaper, allowedMillionths: allowedMillionths, rateBoundMillionths: rate,
            confidencePermille: confidencePermille)
    }

    /// A quotient in millionths, rounded up: in the attacker's favour.
    private static func quotient(_ above: Int, _ below: Int) -> Int {
        let (above, below) = (Int128(above), Int128(below))
        return Int((above * Int128(million) + below - 1) / below)
    }
}
