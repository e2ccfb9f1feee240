/// The protocol's numbers and its primitive operations on 64-bit integers, exact.
///
/// Golden-bearing: every constant and every rounding here is part of the proof of work.
/// **Source:** protocol v4, sections 1 and 3.
public enum FixedPoint {
    /// 1.0 in Q16, the format of activations.
    public static let one: Int64 = 65536
    public static let oneShift: Int64 = 16
    /// Matrices and LayerNorm gains are Q12, clamped to ±16.
    public static let weightClamp: Int64 = 16 << 12
    /// Every activation, bias and embedding (Q16).
    public static let activationClamp: Int64 = 4096 * one
    /// Queries and keys before their dot product (Q16).
    public static let queryKeyClamp: Int64 = 512 * one
    /// The value that replaces the score of a future position, so that its probability is 0.
    public static let maskedScore: Int64 = -(1 << 40)
    /// Beyond ±6 (Q16) GELU and tanh are flat.
    public static let saturation: Int64 = 6 * one

    private static let log2E: Int64 = 94548
    private static let sqrt2OverPi: Int64 = 52293
    private static let geluCubic: Int64 = 2931
    private static let exp2Coefficients: (c1: Int64, c2: Int64, c3: Int64) = (45426, 14904, 5207)

    /// (x + 2^(shift−1)) // 2^shift, rounding halves up. **Bounds:** x + 2^(shift−1) in 64 bits.
    package static func roundShift(_ x: Int64, _ shift: Int64) -> Int64 {
        (x + 1 << (shift - 1)) >> shift
    }

    /// Division rounded toward minus infinity. **Precondition:** divisor > 0.
    package static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let quotient = dividend / divisor
        return dividend % divisor < 0 ? quotient - 1 : quotient
    }

    /// ⌊√value⌋, digit by digit. **Precondition:** value ≥ 0.
    package static func integerSquareRoot(_ value: Int64) -> Int64 {
        precondition(value >= 0, "integerSquareRoot of \(value)")
        var remainder = value
        var root: Int64 = 0
        var bit: Int64 = 1 << 62
        while bit > value { bit >>= 2 }
        while bit != 0 {
            if remainder >= root + bit {
                remainder -= root + bit
                root = root >> 1 + bit
            } else {
                root >>= 1
            }
            bit >>= 2
        }
        return root
    }

    /// e^exponent in Q16 for exponent ≤ 0 (Q16). **Bounds:** |exponent| ≤ 2^45; result ≤ 2^16.
    package static func exponential(_ exponent: Int64) -> Int64 {
        let t = (exponent * log2E) >> oneShift
        let n = t >> oneShift
        let f = t - n << oneShift
        var p = (exp2Coefficients.c3 * f) >> oneShift + exp2Coefficients.c2
        p = (p * f) >> oneShift + exp2Coefficients.c1
        p = (p * f) >> oneShift + one
        let shift = min(max(-n, 0), 62)
        return shift > 40 ? 0 : p >> shift
    }

    /// tanh of z (both Q16). **Bounds:** |z| ≤ 2^62; result within ±2^16.
    package static func hyperbolicTangent(_ z: Int64) -> Int64 {
        let a = min(abs(z), saturation)
        let e = exponential(-2 * a)
        let t = floorDivide((one - e) << oneShift, one + e)
        return z < 0 ? -t : t
    }

    /// GELU in its tanh form (both Q16). **Bounds:** any x; the cubic stays below 2^24, the
    /// products below 2^41.
    package static func gelu(_ x: Int64) -> Int64 {
        if x > saturation { return x }
        if x < -saturation { return 0 }
        let square = (x * x) >> oneShift
        let cube = (square * x) >> oneShift
        let u = x + (geluCubic * cube) >> oneShift
        let z = (sqrt2OverPi * u) >> oneShift
        return roundShift(x * (one + hyperbolicTangent(z)), 17)
    }

    // MARK: Qwen2

    /// x · sigmoid(x) (both Q16). **Bounds:** |x| ≤ 2^28, the product ≤ 2^44.
    /// **Source:** `Sources/Inference/QWEN2.md`, section 4.
    package static func silu(_ x: Int64) -> Int64 {
        let e = exponential(-abs(x))
        let sigmoid = (x >= 0 ? one : e) * one / (one + e)
        return roundShift(x * sigmoid, oneShift)
    }

    /// silu(gate) · up (all Q16), before its clamp. **Bounds:** operands within ±2^28, the product
    /// ≤ 2^56.
    package static func gated(_ gate: Int64, _ up: Int64) -> Int64 {
        roundShift(silu(gate) * up, oneShift)
    }

    /// 1/√2 in Q16.
    package static let sqrtHalf: Int64 = 46341

    /// A score from the whole sum of products of a query and a key, with 1/√D in it.
    ///
    /// **Bounds:** |sum| ≤ D · 2^42; the result is within ±2^37 for D = 64, ±2^38 for D = 128.
    /// **Source:** protocol v4, section 4, and `Sources/Inference/QWEN2.md`, section 5.
    package static func score(_ sum: Int64, headWidth: Int) -> Int64 {
        headWidth == 128
            ? roundShift(roundShift(sum, 4) * sqrtHalf, 23) : roundShift(sum, 11)
    }
}
