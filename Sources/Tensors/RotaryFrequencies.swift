/// The turns by which positions rotate pairs of columns, exact: angles are fractions of a turn of
/// 2^64, so that they wrap by themselves.
///
/// Golden-bearing. **Source:** `Sources/Inference/QWEN2.md`, section 3.
package struct RotaryFrequencies: Sendable, Equatable {
    package let base: Int
    package let headWidth: Int
    /// The turn of one position for each pair of a head's columns, [D / 2] of 2^64.
    private let turns: [UInt64]

    /// 1/(2π) in Q64 and π/2 in Q60, rounded down.
    private static let inverseTwoPi: UInt64 = 2_935_890_503_282_001_226
    private static let halfPi: UInt64 = 1_811_004_864_519_280_710
    private static let termCount: Int64 = 11

    /// **Precondition:** base from 2 to 2^40; head width a power of two from 4 to 128.
    package init(base: Int, headWidth: Int) {
        precondition(
            (2...1 << 40).contains(base) && (4...128).contains(headWidth)
                && headWidth.nonzeroBitCount == 1,
            "rotary positions of base \(base) and head width \(headWidth)")
        self.base = base
        self.headWidth = headWidth
        // base^(−2/D) in Q62 by log2(D / 2) square roots.
        var step = Self.squareRoot((1 << 124) / UInt128(base))
        for _ in 1..<(headWidth / 2).trailingZeroBitCount {
            step = Self.squareRoot(step << 62)
        }
        var frequency: UInt128 = 1 << 62
        var turns: [UInt64] = []
        for _ in 0..<headWidth / 2 {
            turns.append(UInt64((frequency * UInt128(Self.inverseTwoPi)) >> 62))
            frequency = (frequency * step) >> 62
        }
        self.turns = turns
    }

    /// ⌊√value⌋, bit by bit. **Bounds:** value ≤ 2^124.
    private static func squareRoot(_ value: UInt128) -> UInt128 {
        var root: UInt128 = 0
        for bit in stride(from: 62, through: 0, by: -1) {
            let next = root | 1 << UInt128(bit)
            if next * next <= value { root = next }
        }
        return root
    }

    /// Cosine and sine of a position's angle for a pair of columns, Q30 within ±2^30.
    ///
    /// **Bounds:** position from 0 to 2^31.
    package func turn(position: Int, pair: Int) -> (cosine: Int64, sine: Int64) {
        let angle = UInt64(position) &* turns[pair]
        let quadrant = angle >> 62
        let t = Self.product(angle & (1 << 62 - 1), Self.halfPi, 62)
        let z = Self.product(t, t, 60)
        let one: Int64 = 1 << 60
        var (s, c) = (one, one)
        for k in stride(from: Self.termCount, through: 1, by: -1) {
            // Both series stay positive but for the last cosine, which rounding may bring below 0.
            s = one - Int64(Self.product(z, UInt64(s), 60)) / (2 * k * (2 * k + 1))
            c = one - Int64(Self.product(z, UInt64(c), 60)) / ((2 * k - 1) * 2 * k)
        }
        let sine = FixedPoint.roundShift(Int64(Self.product(t, UInt64(s), 60)), 30)
        let cosine = FixedPoint.roundShift(c, 30)
        return switch quadrant {
        case 0: (cosine, sine)
        case 1: (-sine, cosine)
        case 2: (-cosine, -sine)
        default: (sine, -cosine)
        }
    }

    /// (a · b) >> shift. **Bounds:** the result in 64 bits.
    private static func product(_ a: UInt64, _ b: UInt64, _ shift: UInt128) -> UInt64 {
        UInt64((UInt128(a) * UInt128(b)) >> shift)
    }
}

/// Cosines and sines of some positions, as a kernel reads them.
public struct RotaryTable: Sendable, Equatable {
    package let positions: Range<Int>
    package let headWidth: Int
    /// [positions, D / 2] Q30, within ±2^30.
    let cosines: [Int32]
    let sines: [Int32]

    package init(_ frequencies: RotaryFrequencies, positions: Range<Int>) {
        self.positions = positions
        headWidth = frequencies.headWidth
        var (cosines, sines): ([Int32], [Int32]) = ([], [])
        cosines.reserveCapacity(positions.count * headWidth / 2)
        sines.reserveCapacity(positions.count * headWidth / 2)
        for position in positions {
            for pair in 0..<headWidth / 2 {
                let (cosine, sine) = frequencies.turn(position: position, pair: pair)
                cosines.append(Int32(cosine))
                sines.append(Int32(sine))
            }
        }
        self.cosines = cosines
        self.sines = sines
    }

    /// The places of a position's cosines and sines. **Precondition:** the table has the position.
    func places(_ position: Int) -> Range<Int> {
        precondition(positions.contains(position), "position \(position) of \(positions)")
        let start = (position - positions.lowerBound) * headWidth / 2
        return start..<start + headWidth / 2
    }
}
