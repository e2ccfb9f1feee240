internal import Cryptography

/// Distinct numbers below a bound, drawn by a seed.
///
/// Golden-bearing: README.md beside this folder tells how, so that two checkers with one seed look
/// at the same records. The candidates are the first 8 bytes, little-endian, of SHA-256(`glyphlab
/// spot-check 1` ‖ line feed ‖ seed ‖ counter as 8 bytes, little-endian), the counter from 0 on. A
/// candidate at or above the largest multiple of the bound below 2^64 is passed over, so that all
/// numbers are equally likely; so is a number that was drawn before.
package enum LeafDraw {
    package static let seedByteCount = 32
    private static let domain = Array("glyphlab spot-check 1\n".utf8)

    /// The numbers in the order in which they were drawn. **Preconditions:** 0 ≤ count ≤ bound, a
    /// seed of 32 bytes.
    package static func numbers(seed: [UInt8], count: Int, below bound: Int) -> [Int] {
        precondition(
            seed.count == seedByteCount && (0...max(bound, 0)).contains(count),
            "\(count) of \(bound), a seed of \(seed.count) bytes")
        var numbers: [Int] = []
        var isDrawn: Set<Int> = []  // looked up, never iterated
        var counter: UInt64 = 0
        while numbers.count < count {
            let candidate = candidate(seed, counter)
            counter += 1
            let limit = UInt64.max - (UInt64.max % UInt64(bound) + 1) % UInt64(bound)
            guard candidate <= limit else { continue }
            let number = Int(candidate % UInt64(bound))
            if isDrawn.insert(number).inserted { numbers.append(number) }
        }
        return numbers
    }

    private static func candidate(_ seed: [UInt8], _ counter: UInt64) -> UInt64 {
        var message = domain + seed
        for shift in stride(from: 0, to: 64, by: 8) {
            message.append(UInt8(truncatingIfNeeded: counter >> UInt64(shift)))
        }
        return Digests.sha256(message).bytes.prefix(8).reversed().reduce(0) {
            $0 << 8 | UInt64($1)
        }
    }
}
