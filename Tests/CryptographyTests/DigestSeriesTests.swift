import Cryptography
import Testing

@Suite("Digests of strings that begin alike")
struct DigestSeriesTests {
    /// Beginnings on either side of a block's end.
    private static let byteCounts = [0, 1, 55, 56, 58, 63, 64, 65, 228]

    private func hasher(_ byteCount: Int) -> (SHA256Hasher, bytes: [UInt8]) {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return (hasher, bytes)
    }

    private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: number >> $0)
        }
    }

    @Test("Counters give the digests that each string has alone", arguments: byteCounts)
    func counters(byteCount: Int) {
        let (hasher, bytes) = hasher(byteCount)
        for range in [0..<0, 0..<5, 0xFFFF_FFF0..<0xFFFF_FFF3] as [Range<UInt32>] {
            let expected = range.flatMap { Digests.sha256(bytes + bigEndian($0)).bytes }
            #expect(hasher.digests(counters: range) == expected)
        }
        #expect(hasher.finalized() == Digests.sha256(bytes))
    }

    @Test("The first number is the first whose digest begins with so many zeros")
    func firstNumber() {
        let (hasher, bytes) = hasher(228)
        for zeroBitCount in [0, 1, 4, 9, 10] {
            for start in [0, 77, 1 << 40] as [UInt64] {
                var number = start
                while Digests.sha256(bytes + bigEndian(number)).bytes.prefix(8)
                    .reduce(UInt64(0), { $0 << 8 | UInt64($1) })
                    .leadingZeroBitCount < zeroBitCount
                {
                    number += 1
                }
                #expect(hasher.firstNumber(from: start, zeroBitCount: zeroBitCount) == number)
            }
        }
    }

    @Test("Elements are hashed little-endian")
    func littleEndian() {
        var hasher = SHA256Hasher()
        hasher.update(littleEndian: [0x0102_0304, -2, .min])
        hasher.update(littleEndian: [])
        let bytes: [UInt8] = [4, 3, 2, 1, 0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x80]
        #expect(hasher.finalized() == Digests.sha256(bytes))
    }
}
