internal import Cryptography

/// The random numbers of one actor in a trial: they follow from the trial's seed and the actor's
/// name, so that what one actor draws changes nothing for another.
///
/// Golden-bearing: a seed that broke something must break it again. SHA-256 of the seed's and the
/// name's digest and a counter, 64 bits at a time.
package struct ActorRandom: RandomNumberGenerator, Sendable {
    private let key: [UInt8]
    private var counter: UInt64 = 0
    private var left: [UInt64] = []

    package init(seed: String, actor: String) {
        key =
            Digests.sha256("glyphlab/actor/1".utf8).bytes + Digests.sha256(seed.utf8).bytes
            + Digests.sha256(actor.utf8).bytes
    }

    package mutating func next() -> UInt64 {
        if left.isEmpty {
            let counterBytes = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
            let block = Digests.sha256(key + counterBytes).bytes
            counter += 1
            left = (0..<4).reversed().map { word in
                block[8 * word..<8 * word + 8].reduce(0) { $0 << 8 | UInt64($1) }
            }
        }
        return left.removeLast()
    }

    /// A uniform integer of `range`, by rejection. **Precondition:** fewer than 2^63 values.
    package mutating func integer(in range: ClosedRange<Int>) -> Int {
        let count = UInt64(range.upperBound - range.lowerBound) + 1
        let limit = UInt64.max - UInt64.max % count
        while true {
            let value = next()
            if value < limit { return range.lowerBound + Int(value % count) }
        }
    }

    /// Whether something that happens so many times in a thousand happens now.
    package mutating func happens(permille: Int) -> Bool { integer(in: 0...999) < permille }

    /// 32 bytes.
    package mutating func bytes32() -> [UInt8] {
        (0..<4).flatMap { _ in
            let word = next()
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }
}
