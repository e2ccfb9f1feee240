internal import Experiments
internal import Statistics

/// The texts of measured shares.
enum RateText {
    /// "104 of 150"
    static func count(_ rate: ExactBinomial) -> String {
        "\(DecimalText.grouped(rate.successCount)) of \(DecimalText.grouped(rate.count))"
    }

    /// "69.3 %", rounded half up.
    static func share(_ rate: ExactBinomial) -> String {
        let (count, total) = (rate.successCount, rate.count)
        return digits(count, total) == 1
            ? decimal((2_000 * count + total) / (2 * total), 1) + " %"
            : decimal((20_000 * count + total) / (2 * total), 2) + " %"
    }

    /// "61.3–76.7 %", rounded outwards.
    static func interval(_ rate: ExactBinomial) -> String {
        "\(lower(rate))–\(upper(rate)) %"
    }

    /// How many decimals a share is told with: one, or two where it or what it lacks is small.
    private static func digits(_ count: Int, _ total: Int) -> Int {
        let rest = min(count, total - count)
        return rest > 0 && 100 * rest < total ? 2 : 1
    }

    private static func lower(_ rate: ExactBinomial) -> String {
        digits(rate.successCount, rate.count) == 1
            ? decimal(rate.lowerMillionths / 1_000, 1) : decimal(rate.lowerMillionths / 100, 2)
    }

    private static func upper(_ rate: ExactBinomial) -> String {
        digits(rate.successCount, rate.count) == 1
            ? decimal((rate.upperMillionths + 999) / 1_000, 1)
            : decimal((rate.upperMillionths + 99) / 100, 2)
    }

    /// A whole number of tenths or hundredths; "100" and "0" without decimals.
    private static func decimal(_ value: Int, _ digits: Int) -> String {
        let scale = digits == 1 ? 10 : 100
        guard value > 0, value < 100 * scale else { return "\(value / scale)" }
        return "\(value / scale).\(String(String(scale + value % scale).dropFirst()))"
    }

    /// The row's six columns behind its name.
    static func cells(_ row: ExperimentResult.Row) -> [String] {
        [
            row.ours.map(Self.count) ?? "–", row.ours.map(Self.share) ?? "",
            row.ours.map(Self.interval) ?? "", row.published.figure,
            row.published.rate.map(Self.share) ?? "",
            row.published.rate.map(Self.interval) ?? "",
        ]
    }

    /// "0.693333" of a share, rounded half up.
    static func fraction(_ rate: ExactBinomial) -> String {
        fraction(millionths: (2_000_000 * rate.successCount + rate.count) / (2 * rate.count))
    }

    static func fraction(millionths: Int) -> String {
        let rest = String(String(1_000_000 + millionths % 1_000_000).dropFirst())
        return "\(millionths / 1_000_000).\(rest)"
    }
}

extension ExperimentResult.Published {
    /// The figure with its sample; nil for none, or where there is no sample.
    var rate: ExactBinomial? {
        switch self {
        case .none, .text: nil
        case .rate(let rate), .void(let rate): rate
        }
    }

    /// "112 of 150", "5.7 %, without counts", "0 of 5, void"; empty for none.
    var figure: String {
        switch self {
        case .none: ""
        case .rate(let rate): RateText.count(rate)
        case .void(let rate): RateText.count(rate) + ", void"
        case .text(let text): text
        }
    }
}
