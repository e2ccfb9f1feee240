import TestSupport
import Testing
import Tokenization

@Suite("Merging pairs against the reference")
struct PairMergerReferenceTests {
    /// Merges over a and b whose results have up to six letters, in an order that training would
    /// never give: a pair may stand before the one that makes its part.
    private func oddTokenizer(seed: UInt64) -> SyntheticTokenizer {
        var random = SeededGenerator(seed: seed)
        var tokens: [[UInt8]] = [Array("a".utf8), Array("b".utf8)]
        var merges: [(left: [UInt8], right: [UInt8])] = []
        for _ in 0..<24 {
            let left = tokens.randomElement(using: &random)!
            let right = tokens.randomElement(using: &random)!
            let isNew = !merges.contains { $0.left == left && $0.right == right }
            guard isNew, left.count + right.count <= 6 else { continue }
            merges.append((left, right))
            if !tokens.contains(left + right) { tokens.append(left + right) }
        }
        merges.shuffle(using: &random)
        return SyntheticTokenizer(merges)
    }

    private func expectReference(_ synthetic: SyntheticTokenizer, _ words: [[UInt8]]) throws -> Int
    {
        let tokenizer = try synthetic.tokenizer()
        let reference = ReferenceMerger(synthetic)
        var mergedCount = 0
        for word in words {
            let want = try reference.merged(word).map { try #require(synthetic.id(of: $0)) }
            let got = try tokenizer.encode(word)
            if got != want {
                let rules = String(decoding: synthetic.mergesFile, as: UTF8.self)
                Issue.record("\(String(decoding: word, as: UTF8.self)): \(got), \(want): \(rules)")
            }
            mergedCount += word.count - got.count
        }
        return mergedCount
    }

    /// All words over a and b of 0 to `lengthMax` letters.
    private func words(lengthMax: Int) -> [[UInt8]] {
        (0...lengthMax).flatMap { length in
            (0..<1 << length).map { bits in
                (0..<length).map { UInt8(ascii: "a") + UInt8(bits >> $0 & 1) }
            }
        }
    }

    @Test("Every word of up to eight letters over a and b merges as the reference says, 40 tables")
    func exhaustive() throws {
        let words = words(lengthMax: 8)
        #expect(words.count == 511)
        for seed in 0..<40 as Range<UInt64> {
            #expect(try expectReference(oddTokenizer(seed: seed), words) > 0, "seed \(seed)")
        }
    }

    @Test("Long seeded words over a and b merge as the reference says")
    func longWords() throws {
        for seed in 100..<120 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let word = (0..<300).map { _ in
                UInt8(ascii: "a") + UInt8.random(in: 0...1, using: &random)
            }
            #expect(try expectReference(oddTokenizer(seed: seed), [word]) > 0, "seed \(seed)")
        }
    }

    @Test("All places of a pair merge before a lower rank that the first of them made")
    func wholeRankFirst() throws {
        let synthetic = SyntheticTokenizer([("ab", "a"), ("a", "b")])
        let ab = try #require(synthetic.id(of: Array("ab".utf8)))
        #expect(try synthetic.tokenizer().encode(Array("abab".utf8)) == [ab, ab])
    }

    @Test("Overlapping pairs merge from the left: aaa is aa, a")
    func overlap() throws {
        let synthetic = SyntheticTokenizer([("a", "a")])
        let a = try #require(synthetic.id(of: Array("a".utf8)))
        let aa = try #require(synthetic.id(of: Array("aa".utf8)))
        let tokenizer = try synthetic.tokenizer()
        #expect(try tokenizer.encode(Array("aaa".utf8)) == [aa, a])
        #expect(try tokenizer.encode(Array("aaaaa".utf8)) == [aa, aa, a])
    }

    /// Tokens 0 and 1; token k + 1 is token k twice, and 0 1 and 1 0 have merges of their own.
    private func doublingTable() -> MergeTable {
        var table = MergeTable()
        for level in 2..<20 as Range<Int32> {
            let part = level == 2 ? 0 : level
            let isNew = table.insert(left: part, right: part, result: level + 1, rank: level)
            #expect(isNew)
        }
        let areNew = [
            table.insert(left: 0, right: 1, result: 40, rank: 0),
            table.insert(left: 40, right: 40, result: 41, rank: 1),
        ]
        #expect(areNew == [true, true])
        return table
    }

    @Test("The queue takes at most 3 n entries and 4 n log n steps, whatever the word")
    func growth() {
        var random = SeededGenerator(seed: 5)
        for exponent in [6, 10, 14] {
            let count = 1 << exponent
            let words: [(name: String, tokens: [Int32])] = [
                ("one letter", [Int32](repeating: 0, count: count)),
                ("two in turn", (0..<count).map { Int32($0 & 1) }),
                ("random", (0..<count).map { _ in Int32.random(in: 0...1, using: &random) }),
                ("ones last", (0..<count).map { $0 < count / 2 ? 0 : 1 }),
            ]
            for word in words {
                var merger = PairMerger(table: doublingTable())
                let result = merger.merged(word.tokens)
                #expect(result.count < count, "\(word.name), \(count)")
                #expect(merger.candidateCount >= count / 4, "\(word.name), \(count)")
                #expect(merger.candidateCount <= 3 * count, "\(word.name), \(count)")
                #expect(merger.stepCount > 0, "\(word.name), \(count)")
                #expect(merger.stepCount <= 4 * count * exponent, "\(word.name), \(count)")
            }
        }
    }
}
