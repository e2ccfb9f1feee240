internal import Architectures
internal import Shadows

/// The texts of figures of floats.
enum ShadowWords {
    /// **Source:** GLYPH's whitepaper.
    static let published =
        "one block in 2,423 (0.0412 %), of 6 rows each; 4 per 100,000 rows at a noise of 1e-7"
    static let weights =
        "the integer model's, each integer divided by its scale: only the arithmetic differs"
    static let quality =
        "logits are not computed by the engine: no agreement of next tokens is told"

    /// A share with four decimals, rounded outward. **Units:** share 10⁻⁹.
    static func percent(_ billionths: Int, roundsUp: Bool) -> String {
        let parts = (billionths + (roundsUp ? 999 : 0)) / 1000  // of a millionth, 10⁻⁴ %
        let decimals = String(String(10_000 + parts % 10_000).dropFirst())
        return "\(parts / 10_000).\(decimals) %"
    }

    /// "0.0012 % – 0.0345 %"
    static func interval(_ interval: FlipInterval) -> String {
        self.interval(interval.lowerBillionths, interval.upperBillionths)
    }

    /// An interval of shares in percent, rounded outwards. **Units:** 10⁻⁹.
    static func interval(_ lowerBillionths: Int, _ upperBillionths: Int) -> String {
        percent(lowerBillionths, roundsUp: false) + " – "
            + percent(upperBillionths, roundsUp: true)
    }

    /// Decimal text of a share. **Units:** 10⁻⁹.
    static func share(_ billionths: Int) -> String {
        let decimals = String(String(1_000_000_000 + billionths % 1_000_000_000).dropFirst())
        return "\(billionths / 1_000_000_000).\(decimals)"
    }

    /// "1 of 1,000 proofs flips", "0 of 1 proof flip"
    static func flips(_ count: Int, _ total: Int) -> String {
        "\(DecimalText.grouped(count)) of \(ReportText.count(total, "proof")) "
            + (count == 1 ? "flips" : "flip")
    }

    static func station(_ place: Int?, _ result: ShadowResult) -> String {
        place.map { "\(result.operations[$0].station)" } ?? "nowhere"
    }
}
