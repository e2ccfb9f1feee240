internal import HybridSimulation
internal import Statistics

/// Words about validators and trainers who lie.
enum HybridText {
    /// "9,070 (90.11 to 91.27 %)".
    static func cell(_ rate: ExactBinomial) -> String {
        "\(DecimalText.grouped(rate.successCount)) (\(MeshText.bounds(rate)))"
    }

    static func sentence(_ strategy: KrumStrategy) -> String {
        switch strategy {
        case .reversed: "reversed: each liar reverses its own delta"
        case .copies: "copies: all send the nearest delta that goes backwards"
        case .inside: "inside: all send one delta within the honest spread"
        case .decoy: "decoy: one far off, the others reversed in front of it"
        }
    }

    static func conditions(_ campaign: KrumCampaign) -> String {
        let settings = campaign.settings
        return ReportText.count(settings.roundCount, "round")
            + " of \(settings.trainerCount) trainers for each point, "
            + "f = \(settings.faultCount), seed \(settings.seed)"
    }

    static let choices =
        "krum and multi-Krum choose as the hardened chain does, published as the averager is "
        + "coded: three, with no f"

    static func name(_ row: HistoryCounts) -> String {
        "\(row.validatorCount) validators, \(ReportText.count(row.liarCount, "liar"))"
    }

    /// Whether a row of rounds is one of those that Krum promises something of.
    static func isPromised(_ row: KrumCampaign.Row, _ campaign: KrumCampaign) -> Bool {
        row.form != .published && row.liarCount <= campaign.settings.faultCount
    }
}
