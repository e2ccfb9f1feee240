package import BigInt
internal import Encodings
package import PythonValues

/// A place of the mesh's table: `DHTID`, a number below 2^160, ordered as numbers are.
package struct MeshID: Sendable, Hashable, Comparable {
    package static let bitCount = 160
    package static let byteCount = 20

    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    private init(high: UInt64, middle: UInt64, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    package static let zero = MeshID(high: 0, middle: 0, low: 0)

    /// `DHTID.from_bytes`: big-endian bytes of any number, none of which is 0.
    ///
    /// **Throws:** ``PythonError``: `AssertionError` from 2^160 on.
    package init(bytes: some Sequence<UInt8>) throws(PythonError) {
        let significant = Array(bytes).drop { $0 == 0 }
        guard significant.count <= Self.byteCount else { throw Self.outOfRange }
        var padded = [UInt8](repeating: 0, count: Self.byteCount - significant.count)
        padded += significant
        self.init(exactly: padded)
    }

    /// **Precondition:** 20 bytes.
    init(exactly bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "an id of \(bytes.count) bytes")
        func number(_ range: Range<Int>) -> UInt64 {
            bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(
            high: number(0..<8), middle: number(8..<16),
            low: UInt32(truncatingIfNeeded: number(16..<20)))
    }

    /// **Throws:** ``PythonError``: `AssertionError` below 0 and from 2^160 on.
    package init(_ integer: BigInt) throws(PythonError) {
        guard integer >= 0, integer.bitWidth <= Self.bitCount + 1 else { throw Self.outOfRange }
        var (rest, bytes) = (integer.magnitude, [UInt8]())
        while rest > 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        try self.init(bytes: bytes.reversed())
    }

    private static let outOfRange = PythonError.other(name: "AssertionError", "id out of range")

    /// 20 bytes, big-endian.
    package var bytes: [UInt8] {
        func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            stride(from: number.bitWidth - 8, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: number >> $0)
            }
        }
        return bytes(high) + bytes(middle) + bytes(low)
    }

    package var integer: BigInt { bytes.reduce(BigInt(0)) { $0 << 8 | BigInt($1) } }

    /// 40 digits, lower case.
    package var text: String { Hexadecimal.text(of: bytes) }

    /// The exclusive or of both.
    package func distance(to other: MeshID) -> MeshID {
        MeshID(high: high ^ other.high, middle: middle ^ other.middle, low: low ^ other.low)
    }

    /// How many bits from the highest on are zero: 160 for zero.
    package var leadingZeroBitCount: Int {
        if high != 0 { return high.leadingZeroBitCount }
        if middle != 0 { return 64 + middle.leadingZeroBitCount }
        return 128 + low.leadingZeroBitCount
    }

    /// How many bits from the highest on are equal: 160 for equal ids.
    package func commonPrefixLength(with other: MeshID) -> Int {
        distance(to: other).leadingZeroBitCount
    }

    package static func < (left: MeshID, right: MeshID) -> Bool {
        if left.high != right.high { return left.high < right.high }
        return left.middle == right.middle ? left.low < right.low : left.middle < right.middle
    }
}
