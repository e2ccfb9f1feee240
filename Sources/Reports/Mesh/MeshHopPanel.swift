internal import MeshSimulation

/// How many look-ups took so many hops, as bars.
struct MeshHopPanel {
    static let width = 540
    static let height = 226
    private static let top = 56
    private static let chartHeight = 116
    private static let barCountMax = 24

    private let results: LookUpResults

    init(_ results: LookUpResults) {
        self.results = results
    }

    var shapes: String {
        let hops = results.hops
        var shapes = MeshStyle.panel(
            Self.width, Self.height,
            "hops of the \(DecimalText.grouped(hops.total)) look-ups that succeeded")
        let bottom = Self.top + Self.chartHeight
        let counts = Array(hops.frequencies.prefix(Self.barCountMax))
        let most = max(counts.max() ?? 0, 1)
        let slot = (Self.width - 48) / max(counts.count, 6)
        for (count, frequency) in counts.enumerated() {
            let height = max(
                frequency * Self.chartHeight / most, frequency > 0 ? 1 : 0)
            let x = 24 + count * slot
            shapes +=
                "<rect class=\"hops\" x=\"\(x + 4)\" y=\"\(bottom - height)\" "
                + "width=\"\(max(slot - 8, 2))\" height=\"\(height)\"/>\n"
            if frequency > 0 {
                shapes += SVGText.element(
                    "note", x + slot / 2, bottom - height - 5, "\(frequency)", anchor: "middle")
            }
            shapes += SVGText.element(
                "note", x + slot / 2, bottom + 16, "\(count)", anchor: "middle")
        }
        shapes += "<path class=\"axis\" d=\"M24 \(bottom)h\(Self.width - 48)\"/>\n"
        let mean = DecimalText.ratio(hops.meanHundredths, 100)
        let logarithm = DecimalText.ratio(
            BinaryLogarithm.thousandths(results.settings.nodeCount), 1_000)
        shapes += SVGText.element(
            "note", 24, Self.height - 14,
            "mean \(mean), median \(hops.median); log2 of \(results.settings.nodeCount) nodes is "
                + "\(logarithm)")
        return shapes
    }
}

/// Logarithms for axes, in integers.
enum BinaryLogarithm {
    /// 1,000 · log2 of a number, rounded down. **Precondition:** 1 ≤ number < 2³¹.
    static func thousandths(_ number: Int) -> Int {
        precondition((1..<1 << 31).contains(number), "\(number)")
        let whole = Int.bitWidth - 1 - number.leadingZeroBitCount
        // The fraction bit by bit: squaring doubles the logarithm.
        var mantissa = UInt64(number) << UInt64(31 - whole)
        var fraction = 0
        let bits = 16
        for _ in 0..<bits {
            mantissa = mantissa * mantissa >> 31
            fraction <<= 1
            if mantissa >> 32 != 0 {
                mantissa >>= 1
                fraction |= 1
            }
        }
        return whole * 1_000 + (fraction * 1_000) >> bits
    }
}
