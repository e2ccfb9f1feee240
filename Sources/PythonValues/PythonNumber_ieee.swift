public import BigInt

/// A float64, as a published node holds it.
///
/// This is the one file of the room that touches floating point: comparisons, conversions and sums,
/// each exact or rounded once by IEEE 754, and the shortest text of a value.
public struct PythonFloat: Sendable {
    public let value: Double

    public init(_ value: Double) {
        self.value = value
    }

    public var isZero: Bool { value == 0 }
    public var isNaN: Bool { value.isNaN }

    /// Whether both have the same bits; all NaN count as one.
    public func isSame(as other: PythonFloat) -> Bool {
        value.bitPattern == other.value.bitPattern || value.isNaN && other.value.isNaN
    }

    /// `float(text)` of a number's text in JSON; too large ones are infinite.
    init(jsonText text: String) {
        value = Double(text) ?? .nan
    }

    /// The number that ASCII spells in decimal, rounded half to even, or `inf`, `infinity` or `nan`
    /// in any case; a sign may stand before each, and digits may be missing on one side of the
    /// point. Nil for anything else, white space around it included.
    public init?(decimal text: some Collection<UInt8>) {
        var rest = Array(text)[...]
        if [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(rest.first) { rest.removeFirst() }
        let word = String(decoding: rest.map { $0 | 0x20 }, as: UTF8.self)
        if !["inf", "infinity", "nan"].contains(word) {
            func digits() -> Int {
                let behind = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                defer { rest = behind }
                return rest.count - behind.count
            }
            var digitCount = digits()
            if rest.first == UInt8(ascii: ".") {
                rest.removeFirst()
                digitCount += digits()
            }
            guard digitCount > 0 else { return nil }
            if rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "e") {
                rest.removeFirst()
                if [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(rest.first) {
                    rest.removeFirst()
                }
                guard digits() > 0 else { return nil }
            }
            guard rest.isEmpty else { return nil }
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
        self.value = value
    }

    /// `float.__repr__`: the shortest digits that come back as this value, with an exponent below
    /// 1e-4 and from 1e16 on.
    public var text: String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let sign = value.sign == .minus ? "-" : ""
        if value == 0 { return sign + "0.0" }
        let (digits, point) = Self.shortestDigits(value.magnitude)
        if point > 16 || point < -3 {
            let exponent = point - 1
            let fraction = digits.dropFirst()
            let mantissa = String(digits.first!) + (fraction.isEmpty ? "" : "." + fraction)
            let size = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
            return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + size
        }
        if point <= 0 {
            return sign + "0." + String(repeating: "0", count: -point) + digits
        }
        if digits.count <= point {
            return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The digits without zeros at either end, and where the point stands behind the first of them.
    private static func shortestDigits(_ magnitude: Double) -> (digits: String, point: Int) {
        let text = magnitude.description.lowercased()
        let parts = text.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1])! : 0
        let number = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(number[0])
        let fraction = number.count > 1 ? String(number[1]) : ""
        var digits = whole + fraction
        var point = whole.count + exponent
        while digits.hasPrefix("0") {
            digits.removeFirst()
            point -= 1
        }
        while digits.hasSuffix("0") { digits.removeLast() }
        return (digits, point)
    }
}

/// An `int` or a `float`.
public enum PythonNumber: Sendable {
    case integer(BigInt)
    case float(PythonFloat)

    /// By their exact values; NaN equals nothing.
    public func equals(_ other: PythonNumber) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left == right
        case (.float(let left), .float(let right)): left.value == right.value
        case (.integer(let left), .float(let right)), (.float(let right), .integer(let left)):
            Self.order(left, right.value) == 0
        }
    }

    /// By their exact values; NaN is neither less nor more than anything.
    public func isLess(than other: PythonNumber) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.float(let left), .float(let right)): left.value < right.value
        case (.integer(let left), .float(let right)):
            Self.order(left, right.value).map { $0 < 0 } ?? false
        case (.float(let left), .integer(let right)):
            Self.order(right, left.value).map { $0 > 0 } ?? false
        }
    }

    /// The sign of integer − float; nil for NaN.
    private static func order(_ integer: BigInt, _ float: Double) -> Int? {
        if float.isNaN { return nil }
        if float.isInfinite { return float < 0 ? 1 : -1 }
        let whole = float.rounded(.down)
        let floor = BigInt(whole)
        if integer != floor { return integer < floor ? -1 : 1 }
        return whole == float ? 0 : -1
    }

    /// `float(number)`, rounded half to even.
    ///
    /// **Throws:** ``PythonError/overflow(_:)`` for an integer that no float64 comes near.
    public func converted() throws(PythonError) -> Double {
        switch self {
        case .float(let float): return float.value
        case .integer(let integer):
            let value = Self.rounded(integer)
            guard value.isFinite else { throw .overflow("int too large to convert to float") }
            return value
        }
    }

    /// The nearest float64, of two equally near ones the even one; infinite beyond the largest.
    ///
    /// The upper 64 bits are rounded once, to 53 with what is below them as one sticky bit; the
    /// power of two changes no bit more, since no integer is subnormal.
    private static func rounded(_ integer: BigInt) -> Double {
        let magnitude = integer.magnitude
        let excess = max(magnitude.bitWidth - 64, 0)
        guard excess < 1024 else { return integer < 0 ? -.infinity : .infinity }
        let upper = UInt64(magnitude >> excess)
        let isCut = magnitude.trailingZeroBitCount < excess
        let value = Double(upper | (isCut ? 1 : 0))
        return Double(sign: integer < 0 ? .minus : .plus, exponent: excess, significand: value)
    }

    /// `-number`, `number + other` and so on, as the operators of CPython have them.
    public static func + (left: PythonNumber, right: PythonNumber) throws(PythonError)
        -> PythonNumber
    {
        if case (.integer(let first), .integer(let second)) = (left, right) {
            return .integer(first + second)
        }
        return try .float(PythonFloat(left.converted() + right.converted()))
    }

    public static func - (left: PythonNumber, right: PythonNumber) throws(PythonError)
        -> PythonNumber
    {
        if case (.integer(let first), .integer(let second)) = (left, right) {
            return .integer(first - second)
        }
        return try .float(PythonFloat(left.converted() - right.converted()))
    }

    public static func * (left: PythonNumber, right: PythonNumber) throws(PythonError)
        -> PythonNumber
    {
        if case (.integer(let first), .integer(let second)) = (left, right) {
            return .integer(first * second)
        }
        return try .float(PythonFloat(left.converted() * right.converted()))
    }

    /// `number // divisor`, towards minus infinity. **Source:** CPython 3.11, `float_floor_div`.
    ///
    /// **Throws:** ``PythonError``: `ZeroDivisionError`, or an overflow where an integer meets a
    /// float and no float comes near it.
    public func floorDivided(by divisor: PythonNumber) throws(PythonError) -> PythonNumber {
        if case (.integer(let dividend), .integer(let divisor)) = (self, divisor) {
            guard divisor != 0 else {
                throw .other(
                    name: "ZeroDivisionError", "integer division or modulo by zero")
            }
            let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
            let isBelow = remainder != 0 && (remainder < 0) != (divisor < 0)
            return .integer(isBelow ? quotient - 1 : quotient)
        }
        let (left, right) = (try converted(), try divisor.converted())
        guard right != 0 else {
            throw .other(name: "ZeroDivisionError", "float floor division by zero")
        }
        let remainder = left.truncatingRemainder(dividingBy: right)
        var quotient = (left - remainder) / right
        if remainder != 0, (remainder < 0) != (right < 0) { quotient -= 1 }
        guard quotient != 0 else {
            return .float(PythonFloat((left / right).sign == .minus ? -0.0 : 0.0))
        }
        let floor = quotient.rounded(.down)
        return .float(PythonFloat(quotient - floor > 0.5 ? floor + 1 : floor))
    }
}
