import Auditing
import Fingerprints
import TestSupport
import Testing

@Suite("Numbers of an audit")
struct StatisticsTests {
    @Test("Logarithms are the floors that mpmath gives, or the last bit less")
    func logarithms() {
        for exponent in 0..<63 {
            #expect(BinaryLogarithm.q32(1 << exponent) == Int64(exponent) << 32)
        }
        let known: [(Int64, Int64)] = [
            (3, 6_807_362_105), (5, 9_972_605_231), (7, 12_057_497_578), (100, 28_535_145_054),
            (65535, 68_719_382_186), (65537, 68_719_571_283), (999_983, 85_605_329_824),
            (16_777_215, 103_079_214_734), (4_611_686_018_427_400_249, 266_287_972_352),
            (.max, 270_582_939_647),
        ]
        for (value, logarithm) in known {
            #expect((logarithm - 1...logarithm).contains(BinaryLogarithm.q32(value)), "\(value)")
        }
    }

    @Test("Logarithms of products are the sums of logarithms, but for the last bits")
    func logarithmsOfProducts() {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<2000 {
            let (a, b) = (
                Int64.random(in: 1..<1 << 31, using: &generator),
                Int64.random(in: 1..<1 << 31, using: &generator)
            )
            let difference =
                BinaryLogarithm.q32(a * b) - BinaryLogarithm.q32(a) - BinaryLogarithm.q32(b)
            #expect((-1...3).contains(difference), "seed 41: \(a) · \(b)")
        }
    }

    @Test("Entropies are those that mpmath gives, rounded")
    func entropies() {
        let known: [([Int64], Int)] = [
            ([1, 2, 3, 4], 60504), ([65535, 1], 17), ([1, 0, 0], 0), ([5, 5, 0, 0], 32768),
            ([100, 1, 1, 1, 1, 1, 1], 10741), ([(1 << 24) - 3, 1, 1, 1], 0),
            (Array(repeating: 7, count: 9) + [8], 65511), ([9, 9], 65536),
            (Array(repeating: 64, count: 1024), 65536), ([0, 0, 65536], 0),
        ]
        for (row, entropy) in known {
            #expect(AttentionEntropy.normalizedQ16(row) == entropy, "\(row.prefix(8))")
        }
        #expect(AttentionEntropy.bin(0) == 0)
        #expect(AttentionEntropy.bin(65535) == AttentionEntropy.binCount - 1)
        #expect(AttentionEntropy.bin(65536) == AttentionEntropy.binCount - 1)
        #expect(AttentionEntropy.bin(3276) == 0)
        #expect(AttentionEntropy.bin(3277) == 1)
    }

    @Test("The order of a row does not matter to its entropy, its position to its kind")
    func order() {
        var generator = SeededGenerator(seed: 42)
        for length in 2..<200 {
            let row = (0..<length).map { _ in Int64.random(in: 0...65536, using: &generator) }
            guard row.contains(where: { $0 > 0 }) else { continue }
            let entropy = AttentionEntropy.normalizedQ16(row)
            #expect(entropy == AttentionEntropy.normalizedQ16(row.shuffled(using: &generator)))
            #expect((0...65536).contains(entropy))
        }
    }

    @Test(
        "Kinds of rows, on both sides of each bound",
        arguments: [
            ([990, 10], RowKind.first), ([989, 11], .informative), ([10, 990], .own),
            ([0, 990, 10], .other), ([0, 989, 11], .informative), ([0, 0, 1], .own),
            ([1, 1], .flat), ([25, 15], .flat), ([26, 15], .informative),
            ([25, 20, 15, 20], .flat), ([26, 20, 14, 20], .informative),
        ] as [([Int64], RowKind)])
    func kinds(row: [Int64], kind: RowKind) {
        #expect(RowKind(row) == kind)
        #expect(kind.isDegenerate == (kind != .informative))
    }

    @Test("A head that stays in place and one that follows its tokens are at the two ends")
    func places() {
        let places = [2, 0, 1, 3]
        var staying = HeadStatistics()
        staying.add(row: [1, 2, 3, 94], shuffled: [1, 2, 3, 94], places: places)
        #expect(staying.movedQ16 == 0)
        #expect(staying.placeShareQ16 == 65536)
        var following = HeadStatistics()
        following.add(row: [1, 2, 3, 94], shuffled: [2, 3, 1, 94], places: places)
        #expect(following.unfollowedQ16 == 0)
        #expect(following.movedQ16 > 0)
        #expect(following.placeShareQ16 == 0)
        #expect(HeadStatistics().placeShareQ16 == 0)
        #expect(HeadStatistics.distanceQ16([1, 0], [0, 7]) == 65536)
        #expect(HeadStatistics.distanceQ16([1, 1], [9, 3]) == 16384)
    }

    @Test("A row of one token is not counted, and sums of heads are sums of rows")
    func merging() {
        var one = HeadStatistics()
        one.add(row: [65536], shuffled: [65536], places: [0])
        #expect(one.rowCount == 0)
        one.add(row: [1, 1], shuffled: [1, 1], places: [0, 1])
        var two = HeadStatistics()
        two.add(row: [1, 0], shuffled: [1, 0], places: [0, 1])
        two.merge(one)
        #expect(two.rowCount == 2)
        #expect(two[.flat] == 1)
        #expect(two[.first] == 1)
        #expect(two.degenerateCount == 2)
        #expect(two.entropyQ16 == 32768)
        #expect(two.entropyCounts.reduce(0, +) == 2)
    }

    @Test("Collisions are counted in pairs, set by set")
    func collisions() {
        var space = FingerprintSpace()
        space.add(["a", "b", "a", "a"])
        #expect(space.pairCount == 6)
        #expect(space.collidingPairCount == 3)
        #expect(space.distinctCount == 2)
        #expect(space.estimate == 2)
        space.add(["a", "c"])
        #expect(space.pairCount == 7)
        #expect(space.collidingPairCount == 3)
        #expect(space.sampleCount == 6)
        var free = FingerprintSpace()
        free.add(["a", "b", "c"])
        #expect(free.estimate == nil)
    }

    @Test("Prompts differ, shuffles keep the last token and lose none")
    func prompts() {
        let prompts = (0..<1000).map(AuditPrompts.prompt)
        #expect(Set(prompts).count == 1000)
        #expect(prompts.allSatisfy { (4...20).contains($0.split(separator: " ").count) })
        for count in 1..<60 {
            let places = AuditPrompts.shuffle(count, tokenCount: count)
            #expect(places.sorted() == Array(0..<count))
            #expect(places.last == count - 1)
        }
    }
}
