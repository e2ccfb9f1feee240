/// A demand on a model, and whether the audit found it met.
package struct AuditCriterion: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case determinism, collisions, depth, degenerate, entropy, places
    }

    package let name: Name
    /// The demand in words, with its bound.
    package let expected: String
    package let got: String
    package let holds: Bool

    package init(name: Name, expected: String, got: String, holds: Bool) {
        self.name = name
        self.expected = expected
        self.got = got
        self.holds = holds
    }
}

/// The bounds that a model has to keep before its attention is taken for work.
///
/// The bounds were set between trained and drawn models: `glyph-nano` has a quarter of its heads
/// beyond the bound of places, none of eleven drawn models (one layer to twelve, both kinds of
/// weights) has one. They are a sieve against models that are cheap or say nothing. They are no
/// defence against one that is made to pass.
package enum AuditBounds {
    /// The most pairs of prompts, of 1000, that may have the same fingerprint.
    package static let collidingPairPerMilleMax = 1
    /// The least share of a model's multiply-adds, of 1000, that a fingerprint must need.
    package static let neededPerMilleMin = 250
    package static let degeneratePerMilleMax = 500
    package static let entropyPerMilleRange = 50...950
    /// The least place share, of 1000, at which a head counts as one that knows places.
    package static let placeSharePerMilleMin = 600
    /// The number of heads for each of which one head must know places; every model needs one such
    /// head.
    package static let headCountPerPlaceHead = 32
}

extension ModelAudit {
    /// The number of heads that go by places: most layers of a trained model have some, drawn ones
    /// have none.
    package var placeHeadCount: Int {
        heads.joined().count {
            $0.placeShareQ16 * 1000 >= AuditBounds.placeSharePerMilleMin * 65536
        }
    }

    package var placeHeadCountMin: Int {
        let count = heads.count * heads[0].count
        return (count + AuditBounds.headCountPerPlaceHead - 1) / AuditBounds.headCountPerPlaceHead
    }

    package var isAdmitted: Bool { criteria.allSatisfy(\.holds) }

    package var criteria: [AuditCriterion] {
        [determinism, collisions, depth, degenerate, entropy, places]
    }

    private var determinism: AuditCriterion {
        let compared = Array(runs.dropFirst()) + (reference.map { [$0] } ?? [])
        let differing = Set(compared.flatMap(differingPrompts)).count
        return AuditCriterion(
            name: .determinism, expected: "the same rows in every run",
            got: differing == 0
                ? "\(runs.count) runs alike"
                : "\(differing) prompts whose rows differ",
            holds: differing == 0)
    }

    private var collisions: AuditCriterion {
        AuditCriterion(
            name: .collisions,
            expected: "at most \(AuditBounds.collidingPairPerMilleMax) of 1000 pairs alike",
            got: "\(space.collidingPairCount) of \(space.pairCount)",
            holds: space.collidingPairCount * 1000
                <= space.pairCount * AuditBounds.collidingPairPerMilleMax)
    }

    private var depth: AuditCriterion {
        let share = Self.perMille(cost.neededShareQ16)
        return AuditCriterion(
            name: .depth,
            expected:
                "\(Self.percent(AuditBounds.neededPerMilleMin)) of the work or more is needed",
            got: Self.percent(share), holds: share >= AuditBounds.neededPerMilleMin)
    }

    private var degenerate: AuditCriterion {
        let all = allHeads
        let share = all.rowCount == 0 ? 1000 : all.degenerateCount * 1000 / all.rowCount
        return AuditCriterion(
            name: .degenerate,
            expected: "at most \(Self.percent(AuditBounds.degeneratePerMilleMax)) of the rows",
            got: Self.percent(share), holds: share <= AuditBounds.degeneratePerMilleMax)
    }

    private var entropy: AuditCriterion {
        let mean = Self.perMille(allHeads.entropyQ16)
        let range = AuditBounds.entropyPerMilleRange
        return AuditCriterion(
            name: .entropy,
            expected: "\(Self.percent(range.lowerBound)) to \(Self.percent(range.upperBound)) "
                + "of a uniform row's",
            got: Self.percent(mean), holds: range.contains(mean))
    }

    private var places: AuditCriterion {
        AuditCriterion(
            name: .places,
            expected:
                "\(placeHeadCountMin) positional "
                + "\(placeHeadCountMin == 1 ? "head" : "heads") or more",
            got: "\(placeHeadCount) of \(heads.count * heads[0].count)",
            holds: placeHeadCount >= placeHeadCountMin)
    }

    package static func perMille(_ q16: Int) -> Int { (q16 * 1000 + 32768) / 65536 }

    /// "45.3 %" of 453.
    package static func percent(_ perMille: Int) -> String {
        "\(perMille / 10).\(perMille % 10) %"
    }
}
