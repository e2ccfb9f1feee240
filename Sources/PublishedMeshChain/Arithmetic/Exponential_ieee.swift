/// `exp` as FreeBSD's library computes it, which is the chain's: other libraries differ in last
/// bits.
///
/// The argument is k·ln 2 + r with |r| at most half of ln 2. exp(r) comes from a rational
/// approximation by the polynomial of r² that approaches r·(exp(r) + 1) / (exp(r) - 1).
/// **Source:** the method and figures of msun's `e_exp`, as Rust's `libm` 0.2 has them.
enum Exponential {
    /// ln 2 in two parts, of which the first times an integer of 11 bits is exact.
    private static let upper = Double(bitPattern: 0x3FE6_2E42_FEE0_0000)
    private static let lower = Double(bitPattern: 0x3DEA_39EF_3579_3C76)
    private static let reciprocal = Double(bitPattern: 0x3FF7_1547_652B_82FE)

    /// The coefficients of r², r⁴ and so on.
    static let coefficients = [
        0x3FC5_5555_5555_553E, 0xBF66_C16C_16BE_BD93, 0x3F11_566A_AF25_DE2C,
        0xBEBB_BD41_C5D2_6BF1, 0x3E66_3769_72BE_A4D0,
    ].map { (bits: UInt64) in Double(bitPattern: bits) }

    private static let overflow = 709.782712893383973096
    private static let underflow = -745.13321910194110842

    static func value(_ argument: Double) -> Double {
        guard !argument.isNaN else { return argument }
        if argument > overflow { return .infinity }
        if argument < underflow { return 0 }
        let magnitude = UInt32(truncatingIfNeeded: argument.bitPattern >> 32) & 0x7FFF_FFFF
        var (power, high, low) = (0, argument, 0.0)
        if magnitude > 0x3FD6_2E42 {
            // Beyond half of ln 2; up to one and a half the power is 1 or -1.
            if magnitude >= 0x3FF0_A2B2 {
                power = Int(reciprocal * argument + (argument < 0 ? -0.5 : 0.5))
            } else {
                power = argument < 0 ? -1 : 1
            }
            high = argument - Double(power) * upper
            low = Double(power) * lower
        } else if magnitude <= 0x3E30_0000 {
            return 1 + argument
        }
        let rest = high - low
        let square = rest * rest
        let even = rest - square * polynomial(square)
        let result = 1 + (rest * even / (2 - even) - low + high)
        return power == 0 ? result : Double(sign: .plus, exponent: power, significand: result)
    }

    /// The sum of the coefficients times the powers of the square, the last innermost.
    static func polynomial(_ square: Double) -> Double {
        var sum = 0.0
        for (place, coefficient) in coefficients.enumerated().reversed() {
            sum = place == coefficients.count - 1 ? coefficient : coefficient + square * sum
        }
        return sum
    }
}
