internal import PythonValues

/// Numbers as Go's `encoding/json` takes them into an `interface{}`, and writes them again.
enum GoNumber {
    /// The float64 that a checked literal of JSON spells, as text; nil beyond the largest.
    ///
    /// The shortest digits that come back as the value; with an exponent below 1e-6 and from 1e21
    /// on.
    static func text(_ literal: ArraySlice<UInt8>) -> [UInt8]? {
        guard let value = PythonFloat(decimal: literal)?.value, value.isFinite else { return nil }
        let sign = value.sign == .minus ? "-" : ""
        if value == 0 { return Array((sign + "0").utf8) }
        let (digits, point) = shortestDigits(value.magnitude)
        if value.magnitude < 1e-6 || value.magnitude >= 1e21 {
            let fraction = digits.dropFirst()
            let exponent = point - 1
            return Array(
                (sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
                    + (exponent < 0 ? "e-" : "e+") + "\(exponent.magnitude)").utf8)
        }
        // From 1e-6 to 1e21: at most 5 zeros in front and 21 digits before the point.
        if point <= 0 {
            return Array((sign + "0." + String(repeating: "0", count: -point) + digits).utf8)
        }
        if digits.count <= point {
            let zeros = String(repeating: "0", count: point - digits.count)
            return Array((sign + digits + zeros).utf8)
        }
        return Array((sign + digits.prefix(point) + "." + digits.dropFirst(point)).utf8)
    }

    /// The digits without zeros at either end, and where the point stands behind the first of them.
    private static func shortestDigits(_ magnitude: Double) -> (digits: String, point: Int) {
        let parts = magnitude.description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let number = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = number.count > 1 ? String(number[1]) : ""
        let digits = number[0] + fraction
        let leading = digits.prefix { $0 == "0" }.count
        var significant = digits.dropFirst(leading)
        while significant.last == "0" { significant.removeLast() }
        return (String(significant), number[0].count + exponent - leading)
    }
}
