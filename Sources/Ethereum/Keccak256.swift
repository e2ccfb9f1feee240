/// The hash of Ethereum: Keccak with a rate of 136 bytes and the padding of the competition, not
/// that of SHA3-256.
///
/// A value can be copied after a prefix, so that messages with one beginning hash it once.
/// **Source:** The Keccak reference, version 3.0; Ethereum's yellow paper, appendix on notation.
public struct Keccak256: Sendable {
    public static let byteCount = 32
    private static let rate = 136

    private var lanes = [UInt64](repeating: 0, count: 25)
    /// Bytes of the block that is not full yet: 0 to 135.
    private var filled = 0

    public init() {}

    public static func hash(_ message: [UInt8]) -> [UInt8] {
        var keccak = Keccak256()
        keccak.absorb(message)
        return keccak.digest()
    }

    public mutating func absorb(_ bytes: [UInt8]) {
        for byte in bytes {
            add(byte, at: filled)
            filled += 1
            if filled == Self.rate {
                permute()
                filled = 0
            }
        }
    }

    /// The hash of all that was absorbed; more can be absorbed afterwards.
    public func digest() -> [UInt8] {
        var last = self
        last.add(0x01, at: filled)
        last.add(0x80, at: Self.rate - 1)
        last.permute()
        return (0..<Self.byteCount).map {
            UInt8(truncatingIfNeeded: last.lanes[$0 / 8] >> UInt64(8 * ($0 % 8)))
        }
    }

    private mutating func add(_ byte: UInt8, at place: Int) {
        lanes[place / 8] ^= UInt64(byte) << UInt64(8 * (place % 8))
    }

    // MARK: The permutation

    private mutating func permute() {
        var moved = lanes
        var parities = [UInt64](repeating: 0, count: 5)
        for constant in Self.roundConstants {
            for x in 0..<5 {
                parities[x] =
                    lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
            }
            for x in 0..<5 {
                let mask = parities[(x + 4) % 5] ^ Self.turned(parities[(x + 1) % 5], 1)
                for place in stride(from: x, to: 25, by: 5) { lanes[place] ^= mask }
            }
            for place in 0..<25 {
                moved[Self.targets[place]] = Self.turned(lanes[place], Self.turns[place])
            }
            for row in stride(from: 0, to: 25, by: 5) {
                for x in 0..<5 {
                    lanes[row + x] =
                        moved[row + x] ^ (~moved[row + (x + 1) % 5] & moved[row + (x + 2) % 5])
                }
            }
            lanes[0] ^= constant
        }
    }

    private static func turned(_ lane: UInt64, _ count: UInt64) -> UInt64 {
        lane << count | lane >> ((64 - count) & 63)
    }

    /// The place x + 5y of each lane goes to y + 5(2x + 3y).
    private static let targets: [Int] = (0..<25).map { place in
        let (x, y) = (place % 5, place / 5)
        return y + 5 * ((2 * x + 3 * y) % 5)
    }

    /// The turn of each lane: triangular numbers along the path that starts at (1, 0).
    private static let turns: [UInt64] = {
        var turns = [UInt64](repeating: 0, count: 25)
        var (x, y) = (1, 0)
        for step in 0..<24 {
            turns[x + 5 * y] = UInt64((step + 1) * (step + 2) / 2 % 64)
            (x, y) = (y, (2 * x + 3 * y) % 5)
        }
        return turns
    }()

    /// The constants of the 24 rounds, from the reference's shift register.
    private static let roundConstants: [UInt64] = {
        var register: UInt8 = 1
        return (0..<24).map { _ in
            var constant: UInt64 = 0
            for power in 0..<7 {
                if register & 1 == 1 { constant |= 1 << UInt64((1 << power) - 1) }
                register = register << 1 ^ (register & 0x80 == 0 ? 0 : 0x71)
            }
            return constant
        }
    }()
}
