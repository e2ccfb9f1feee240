/// How an operand's magnitude is spread over limbs.
struct LimbPlan: Equatable {
    let count: Int
    /// The weight of the second limb of 16 bits as a power of two: a = low + high · 2^shift with
    /// −2^(shift−1) ≤ low < 2^(shift−1).
    let shift: Int
    /// The largest magnitude of a limb.
    let bound: Int64

    /// Below this many pairs to a 32-bit sum, a second limb costs less than adding up so often.
    private static let pairCountWorthwhile = PlaneBound.chunkPairCount

    /// The largest magnitude that is best taken in one limb of 16 bits.
    static func singleMagnitudeMax(_ bounds: [PlaneBound], pairCount: Int) -> Int64 {
        let enough = min(pairCount, pairCountWorthwhile)
        return bounds.reduce(Int64(Int16.max)) { min($0, $1.limbBoundMax(pairCount: enough)) }
    }

    /// - Parameters:
    ///   - magnitude: of the operand, at most 2^28.
    ///   - singleMagnitudeMax: see there; of no meaning to bytes.
    init(_ format: LimbFormat, magnitude: Int64, singleMagnitudeMax: Int64) {
        precondition((0...1 << 28).contains(magnitude), "an operand of \(magnitude)")
        if format == .bytes {
            self.init(count: LimbFormat.digitCount(magnitude: magnitude), shift: 8, bound: 128)
            return
        }
        if magnitude <= singleMagnitudeMax {
            self.init(count: 1, shift: 0, bound: magnitude)
            return
        }
        // The shift that makes the larger limb smallest, so that most products can be summed.
        let plans = (1...15).map { shift in
            let half: Int64 = 1 << (shift - 1)
            return LimbPlan(
                count: 2, shift: shift, bound: max(half, (magnitude + half) >> shift))
        }
        self = plans.min { $0.bound < $1.bound }!
        precondition(bound <= Int64(Int16.max), "a limb of \(bound)")
    }

    private init(count: Int, shift: Int, bound: Int64) {
        self.count = count
        self.shift = shift
        self.bound = bound
    }
}
