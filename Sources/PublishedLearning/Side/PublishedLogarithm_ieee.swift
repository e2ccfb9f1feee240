internal import BigInt

/// `log2` as the published side modules got it, from integers: never from the machine's library.
///
/// The value is the correctly rounded one, but for the few arguments for which the library that the
/// reference used is known to give its neighbour. Those are all of c/L with L at most 128; beyond
/// that the value is the correctly rounded one throughout, from which a library may differ in the
/// last bit.
package struct PublishedLogarithm {
    package enum Library: Sendable {
        /// `math.log2`: the C library's.
        case c
        /// `numpy.log2`.
        case numpy
    }

    private let library: Library
    /// Results by their argument's bits.
    private var known: [UInt64: Double] = [:]  // looked up, never iterated
    private static let knownCountMax = 4_096

    package init(_ library: Library) {
        self.library = library
    }

    /// The logarithm to base 2 of a positive number.
    package mutating func log2(_ value: Double) -> Double {
        guard value > 0, value.isFinite else {
            return value == 0 ? -.infinity : value == .infinity ? value : .nan
        }
        if let result = known[value.bitPattern] { return result }
        let result = Self.exception(value, library) ?? Self.correctlyRounded(value)
        if known.count == Self.knownCountMax { known = [:] }  // looked up, never iterated
        known[value.bitPattern] = result
        return result
    }

    /// Arguments, and results that are not the nearest float64.
    ///
    /// **Source:** glibc 2.36 on x86-64 as CPython 3.11.7 calls it; numpy 2.4.6, which shares the
    /// last alone. All c/L with 1 <= c <= L <= 128 were compared.
    private static let exceptions: [(argument: UInt64, result: UInt64)] = [
        (0x3FCE_0652_2C3F_35BA, 0xC000_BC41_DBAF_5451),  // 19/81
        (0x3FE4_D0C6_D5BF_60EF, 0xBFE3_DA68_E029_B5BA),  // 67/103
        (0x3FE7_4DE9_BD37_A6F5, 0xBFDD_473B_D9C3_CD66),  // 67/92
        (0x3FE9_7EF5_97EF_597F, 0xBFD4_FAC0_66DB_BFB2),  // 98/123
        (0x3FEB_851E_B851_EB85, 0xBFCB_DA09_40C3_68EC),  // 43/50
        (0x3FEC_16C1_6C16_C16C, 0xBFC8_12C1_344C_71C5),  // 79/90
        (0x3FEC_1BAC_F914_C1BB, 0xBFC7_F26B_5CFC_924D),  // 65/74
        (0x3FEC_E739_CE73_9CE7, 0xBFC2_CBB2_D849_66FE),  // 28/31
        (0x3FED_946F_DD94_6FDE, 0xBFBD_0B96_3549_8245),  // 110/119
        (0x3FEE_327A_976F_C64F, 0xBFB5_6A9B_254E_BC9D),  // 67/71
        (0x3FEE_5E0A_72F0_5398, 0xBFB3_574F_FFF1_E113),  // 93/98
        (0x3FEE_B5AD_6B5A_D6B6, 0xBFAE_66DD_6B93_75C0),  // 119/124
        (0x3FEE_F368_EB04_325C, 0xBFA8_9FD0_85E5_517A),  // 59/61
        (0x3FEE_E8BA_2E8B_A2E9, 0xBFA9_9EEE_AD9C_4DEC),  // 85/88
    ]

    private static func exception(_ value: Double, _ library: Library) -> Double? {
        let known = library == .c ? exceptions[...] : exceptions.suffix(1)
        return known.first { $0.argument == value.bitPattern }
            .map { Double(bitPattern: $0.result) }
    }

    /// The float64 nearest to the logarithm.
    ///
    /// Its binary digits are found by squaring, enough of them that both ends of the interval in
    /// which the logarithm lies round to the same float64. No logarithm of a float64 but that of a
    /// power of two is rational, so digits enough decide.
    private static func correctlyRounded(_ value: Double) -> Double {
        let significand = UInt64(value.significand * 0x1p52)
        let exponent = BigInt(Int(value.exponent))
        guard significand != 1 << 52 else { return Double(value.exponent) }
        var digitCount = 96
        while true {
            // From `low` on, and less than two units above it.
            let low = exponent << digitCount + fraction(significand, digitCount: digitCount)
            let result = nearest(low, digitCount)
            if result == nearest(low + 2, digitCount) || digitCount > 512 { return result }
            digitCount *= 2
        }
    }

    /// The first binary digits of log2(significand / 2^52), as an integer.
    ///
    /// With eight bits more than digits, all that is cut off adds up to less than 2^-6 units.
    private static func fraction(_ significand: UInt64, digitCount: Int) -> BigInt {
        let precision = digitCount + 8
        let two = BigUInt(1) << (precision + 1)
        var value = BigUInt(significand) << (precision - 52)
        var digits = BigUInt(0)
        for _ in 0..<digitCount {
            value = (value * value) >> precision
            digits <<= 1
            if value >= two {
                digits |= 1
                value >>= 1
            }
        }
        return BigInt(digits)
    }

    /// The float64 nearest to units / 2^digitCount, of two equally near ones the even one.
    private static func nearest(_ units: BigInt, _ digitCount: Int) -> Double {
        let magnitude = units.magnitude
        let excess = max(magnitude.bitWidth - 64, 0)
        let isCut = magnitude.trailingZeroBitCount < excess
        let upper = Double(UInt64(magnitude >> excess) | (isCut ? 1 : 0))
        return Double(
            sign: units < 0 ? .minus : .plus, exponent: excess - digitCount, significand: upper)
    }
}
