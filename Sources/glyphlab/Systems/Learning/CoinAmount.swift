import ArgumentParser
import LearningNetwork

/// An amount in POL with at most six digits behind the point, in units.
struct CoinAmount: ExpressibleByArgument {
    private static let digitCount = 6

    let units: Int

    /// Nil for what is no such number, or more than all units together.
    init?(argument: String) {
        let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
        func isDigits(_ text: Substring) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard (1...2).contains(parts.count), parts.allSatisfy(isDigits) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= Self.digitCount else { return nil }
        let zeros = String(repeating: "0", count: Self.digitCount - fraction.utf8.count)
        guard let units = Int(parts[0] + fraction + zeros), units <= LearningLimits.supplyMax else {
            return nil
        }
        self.units = units
    }

    init(units: Int) { self.units = units }

    /// Such as `2.5`; below 0 with a sign.
    static func text(_ units: Int) -> String {
        let coin = UInt(LearningLimits.unitsPerCoin)
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: coin)
        var digits = String(rest)
        digits = String(repeating: "0", count: digitCount - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return (units < 0 ? "-" : "") + String(whole) + (digits.isEmpty ? "" : "." + digits)
    }

    var defaultValueDescription: String { Self.text(units) }
}
