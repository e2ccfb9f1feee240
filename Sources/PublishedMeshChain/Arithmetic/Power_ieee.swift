/// `pow` of a base that is not negative, as FreeBSD's library computes it, which is the chain's.
///
/// The logarithm to base 2 of the base comes in two parts of which the first has few bits; both
/// times the exponent in two parts; and 2 to the sum's fraction by the polynomial of `exp`.
/// **Source:** the method and figures of msun's `e_pow`, as Rust's `libm` 0.2 has them.
enum Power {
    private static let lowBits: UInt64 = 0xFFFF_FFFF
    /// The two anchors of the mantissa and their logarithms in two parts.
    private static let anchors = [1, 1.5]
    private static let anchorHigh = [0, Double(bitPattern: 0x3FE2_B803_4000_0000)]
    private static let anchorLow = [0, Double(bitPattern: 0x3E4C_FDEB_43CF_D006)]
    /// Coefficients of the logarithm's polynomial.
    private static let logarithm = [
        0x3FE3_3333_3333_3303, 0x3FDB_6DB6_DB6F_ABFF, 0x3FD5_5555_518F_264D,
        0x3FD1_7460_A91D_4101, 0x3FCD_864A_93C9_DB65, 0x3FCA_7E28_4A45_4EEF,
    ].map { (bits: UInt64) in Double(bitPattern: bits) }
    /// 2 / (3·ln 2), whole and in two parts.
    private static let scale = Double(bitPattern: 0x3FEE_C709_DC3A_03FD)
    private static let scaleHigh = Double(bitPattern: 0x3FEE_C709_E000_0000)
    private static let scaleLow = Double(bitPattern: 0xBE3E_2FE0_145B_01F5)
    /// ln 2, whole and in two parts.
    private static let ln2 = Double(bitPattern: 0x3FE6_2E42_FEFA_39EF)
    private static let ln2High = Double(bitPattern: 0x3FE6_2E43_0000_0000)
    private static let ln2Low = Double(bitPattern: 0xBE20_5C61_0CA8_6C39)
    /// The distance of 1024 to the logarithm from which a result overflows.
    private static let overflowRest = 8.0085662595372944372e-17

    /// NaN for a negative base, and for an exponent that is no number from 3 to 2^31.
    static func value(_ base: Double, _ exponent: Double) -> Double {
        guard base >= 0, exponent >= 3, exponent < 0x1p31 else { return .nan }
        if base == 0 || base == 1 || base == .infinity { return base }
        let (high, low) = binaryLogarithm(base)
        let exponentHigh = cut(exponent)
        let rest = (exponent - exponentHigh) * high + exponent * low
        let main = exponentHigh * high
        let sum = rest + main
        if sum > 1024 || sum == 1024 && rest + overflowRest > sum - main { return .infinity }
        if sum < -1075 || sum == -1075 && rest <= sum - main { return 0 }
        return binaryPower(main: main, rest: rest, sum: sum)
    }

    /// The number without the lower half of its bits.
    private static func cut(_ value: Double) -> Double {
        Double(bitPattern: value.bitPattern & ~lowBits)
    }

    private static func upperHalf(_ value: Double) -> UInt32 {
        UInt32(truncatingIfNeeded: value.bitPattern >> 32)
    }

    private static func fromUpperHalf(_ bits: UInt32) -> Double {
        Double(bitPattern: UInt64(bits) << 32)
    }

    /// log2 of a positive finite number, as a part of 21 bits and the rest.
    private static func binaryLogarithm(_ base: Double) -> (high: Double, low: Double) {
        var power = 0
        var value = base
        if value.isSubnormal {
            value *= 0x1p53
            power = -53
        }
        power += Int(upperHalf(value) >> 20) - 0x3FF
        let fraction = upperHalf(value) & 0x000F_FFFF
        var upper = fraction | 0x3FF0_0000
        var anchor = 0
        // Up to √1.5 the anchor is 1, from √3 on it is 1 of the next power.
        if fraction >= 0xBB67A {
            power += 1
            upper -= 0x0010_0000
        } else if fraction > 0x3988E {
            anchor = 1
        }
        let mantissa = Double(bitPattern: value.bitPattern & lowBits | UInt64(upper) << 32)
        // s = (m - a) / (m + a) in two parts.
        let difference = mantissa - anchors[anchor]
        let reciprocal = 1 / (mantissa + anchors[anchor])
        let ratio = difference * reciprocal
        let ratioHigh = cut(ratio)
        let sumHigh = fromUpperHalf(
            (upper >> 1 | 0x2000_0000) + 0x0008_0000 + UInt32(anchor) << 18)
        let sumLow = mantissa - (sumHigh - anchors[anchor])
        let ratioLow = reciprocal * ((difference - ratioHigh * sumHigh) - ratioHigh * sumLow)
        // The logarithm of the mantissa.
        let square = ratio * ratio
        var series = logarithm[5]
        for place in (0..<5).reversed() { series = logarithm[place] + square * series }
        let tail = square * square * series + ratioLow * (ratioHigh + ratio)
        let squareHigh = ratioHigh * ratioHigh
        let factorHigh = cut(3 + squareHigh + tail)
        let factorLow = tail - ((factorHigh - 3) - squareHigh)
        let product = ratioHigh * factorHigh
        let productRest = ratioLow * factorHigh + factorLow * ratio
        let logHigh = cut(product + productRest)
        let logLow = productRest - (logHigh - product)
        let scaledHigh = scaleHigh * logHigh
        let scaledLow = scaleLow * logHigh + logLow * scale + anchorLow[anchor]
        let whole = Double(power)
        let high = cut(((scaledHigh + scaledLow) + anchorHigh[anchor]) + whole)
        let low = scaledLow - (((high - whole) - anchorHigh[anchor]) - scaledHigh)
        return (high, low)
    }

    /// 2^(main + rest), where the sum lies between -1075 and 1024.
    private static func binaryPower(main: Double, rest: Double, sum: Double) -> Double {
        var main = main
        var power = 0
        if upperHalf(sum) & 0x7FFF_FFFF > 0x3FE0_0000 {
            // Beyond one half: the nearest integer, halves away from 0, is taken out.
            let nearest = sum.rounded(.toNearestOrAwayFromZero)
            power = Int(nearest)
            main -= nearest
        }
        let high = cut(rest + main)
        let scaled = high * ln2High
        let scaledRest = (rest - (high - main)) * ln2 + high * ln2Low
        let argument = scaled + scaledRest
        let correction = scaledRest - (argument - scaled)
        let square = argument * argument
        let even = argument - square * Exponential.polynomial(square)
        let quotient = (argument * even) / (even - 2) - (correction + argument * correction)
        let result = 1 - (quotient - argument)
        return Double(sign: .plus, exponent: power, significand: result)
    }
}
