/// The class of a Unicode scalar that the pre-tokenizer distinguishes.
package enum UnicodeClass: Sendable {
    case letter
    case number
    case whiteSpace
    case other

    /// The class by Unicode 16.0: general categories L and N, property White_Space.
    ///
    /// Letters, numbers and white space are disjoint, so the order of the questions is free.
    package init(_ scalar: UInt32) {
        if scalar < 0x80 {
            self = Self.ascii(UInt8(scalar))
        } else if Self.isWhiteSpace(scalar) {
            self = .whiteSpace
        } else if Self.contains(UnicodeTables.letters, scalar) {
            self = .letter
        } else if Self.contains(UnicodeTables.numbers, scalar) {
            self = .number
        } else {
            self = .other
        }
    }

    private static func ascii(_ byte: UInt8) -> UnicodeClass {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        case 0x09...0x0D, 0x20: .whiteSpace
        default: .other
        }
    }

    /// White_Space beyond ASCII, as protocol v4 lists it.
    private static func isWhiteSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Whether a sorted table of inclusive ranges holds `scalar`, by halving.
    private static func contains(_ ranges: [UInt32], _ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count / 2
        while low < high {
            let middle = (low + high) / 2
            if scalar > ranges[2 * middle + 1] {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < ranges.count / 2 && scalar >= ranges[2 * low]
    }
}
