package import BigInt
package import PythonValues

/// The published price of a generation, in thousandths of the token.
///
/// **Source:** the published code, gateway, price_quote.
package enum PublishedPrice {
    /// Thousandths of the token for 1,000 tokens of text, without asks.
    package static let defaultBase = 100
    private static let perTokenCount = PythonNumber.integer(1000)

    /// The median of the asks, the lower whole mean of the two middle ones of an even number.
    ///
    /// - Parameter asks: the asks by their keys, in any values of JSON; those that are no objects
    ///   are passed over, and one without the member counts as 100.
    /// - Returns: of any type: one odd ask alone is the base. 100 without asks, or where they have
    ///   no order or no mean.
    package static func base(asks: PythonDictionary) -> PythonValue {
        (try? median(asks)) ?? .integer(BigInt(defaultBase))
    }

    private static func median(_ asks: PythonDictionary) throws(PythonError) -> PythonValue? {
        var values: [PythonValue] = []
        for (_, ask) in asks.members {
            guard case .dictionary(let members) = ask else { continue }
            values.append(members["milli_glyph_per_1k"] ?? .integer(BigInt(defaultBase)))
        }
        guard !values.isEmpty else { return nil }
        values = try PythonValue.sorted(values)
        let middle = values.count / 2
        if values.count % 2 == 1 { return values[middle] }
        // The sum of two texts or lists is one, which has no half: a TypeError, too.
        let sum = try values[middle - 1].requiredNumber() + values[middle].requiredNumber()
        return .number(try sum.floorDivided(by: .integer(2)))
    }

    /// `int(input * base // 1000 + output * base // 1000 + max(wall, 0) // 1000)`: each term is
    /// rounded down by itself.
    ///
    /// - Parameters:
    ///   - inputTokens: any integer, as are the output's and the milliseconds.
    ///   - base: as ``base(asks:)`` gives it.
    /// **Throws:** ``PythonError``: a type where the base is no number, a value for NaN, an
    /// overflow for infinities and integers that meet a float too small for them.
    package static func cost(
        inputTokens: BigInt, outputTokens: BigInt, wallMilliseconds: BigInt, base: PythonValue
    ) throws(PythonError) -> BigInt {
        let base = try base.requiredNumber()
        let input = try (.integer(inputTokens) * base).floorDivided(by: perTokenCount)
        let output = try (.integer(outputTokens) * base).floorDivided(by: perTokenCount)
        let wall = try PythonNumber.integer(max(wallMilliseconds, 0)).floorDivided(
            by: perTokenCount)
        return try PythonValue.number(input + output + wall).convertedToInteger()
    }
}
