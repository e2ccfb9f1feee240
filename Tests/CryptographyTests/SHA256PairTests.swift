import Cryptography
import TestSupport
import Testing

@Suite("SHA256Pair") struct SHA256PairTests {
    private static func message(_ prefixCount: Int, _ elementCount: Int) -> SHA256Pair.Message {
        var generator = SeededGenerator(seed: UInt64(prefixCount * 1000 + elementCount))
        return SHA256Pair.Message(
            prefix: (0..<prefixCount).map { _ in UInt8.random(in: 0...255, using: &generator) },
            elements: (0..<elementCount).map { _ in
                Int32.random(in: .min ... .max, using: &generator)
            }[...])
    }

    @Test(
        "Both ways give the same digests, whatever the lengths of prefix and elements.",
        .enabled(if: SHA256Pair.fastest == .instructions, "no instructions for SHA-256"))
    func sameDigests() {
        for prefixCount in [0, 1, 28, 36, 44, 55, 56, 63, 64, 65, 100, 128] {
            for elementCount in 0...70 {
                let left = Self.message(prefixCount, elementCount)
                for other in [0, 1, elementCount, elementCount + 1, 64, 257] {
                    let right = Self.message(prefixCount, other)
                    let fast = SHA256Pair.digests(left, right, by: .instructions)
                    let plain = SHA256Pair.digests(left, right, by: .library)
                    #expect(
                        fast == plain,
                        "prefix \(prefixCount), elements \(elementCount) and \(other)")
                }
            }
        }
    }

    @Test("A slice that begins inside an array is taken from there.")
    func slices() {
        let elements = Self.message(0, 100).elements
        let left = SHA256Pair.Message(prefix: [1, 2, 3], elements: elements[7..<80])
        let right = SHA256Pair.Message(prefix: [], elements: elements[99..<100])
        let digests = SHA256Pair.digests(left, right)
        var hasher = SHA256Hasher()
        hasher.update([1, 2, 3])
        hasher.update(littleEndian: Array(elements[7..<80]))
        #expect(digests.left == hasher.finalized())
        hasher = SHA256Hasher()
        hasher.update(littleEndian: [elements[99]])
        #expect(digests.right == hasher.finalized())
    }
}
