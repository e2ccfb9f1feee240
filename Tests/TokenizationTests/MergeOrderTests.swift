import Encodings
import TestSupport
import Testing
import Tokenization

@Suite("Merges in every order")
struct MergeOrderTests {
    /// Six merges over a and b in which parts come from merges and one result has two makers.
    private static let merges: [(left: [UInt8], right: [UInt8])] = [
        ("a", "b"), ("b", "a"), ("a", "a"), ("ab", "a"), ("a", "ba"), ("aba", "b"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static func orders(of indices: [Int]) -> [[Int]] {
        guard !indices.isEmpty else { return [[]] }
        return indices.flatMap { first in
            orders(of: indices.filter { $0 != first }).map { [first] + $0 }
        }
    }

    @Test("Every word of up to seven letters merges as the reference says under all 720 orders")
    func everyOrder() throws {
        let words = (0...7).flatMap { length in
            (0..<1 << length).map { bits in
                (0..<length).map { UInt8(ascii: "a") + UInt8(bits >> $0 & 1) }
            }
        }
        let orders = Self.orders(of: Array(Self.merges.indices))
        #expect(words.count == 255 && orders.count == 720)
        var wordsWithLowerRankLater = 0
        for order in orders {
            let synthetic = SyntheticTokenizer(order.map { Self.merges[$0] })
            let reference = ReferenceMerger(synthetic)
            var table = MergeTable()
            for (rank, merge) in synthetic.merges.enumerated() {
                let isNew = table.insert(
                    left: synthetic.id(of: merge.left)!, right: synthetic.id(of: merge.right)!,
                    result: synthetic.id(of: merge.left + merge.right)!, rank: Int32(rank))
                #expect(isNew)
            }
            var merger = PairMerger(table: table)
            for word in words {
                let got = merger.merged(word.map { 255 - Int32($0) })
                let want = reference.merged(word).map { synthetic.id(of: $0)! }
                if got != want {
                    Issue.record("\(String(decoding: word, as: UTF8.self)), order \(order)")
                }
                #expect(merger.candidateCount <= 3 * word.count)
                // aba's merge before ab's: a pair of a new token has the lower rank.
                if order.firstIndex(of: 3)! < order.firstIndex(of: 0)!, got.count + 1 < word.count {
                    wordsWithLowerRankLater += 1
                }
            }
        }
        #expect(wordsWithLowerRankLater > 10_000)
    }

    @Test("A table without merges leaves every word, and an empty word stays empty")
    func noMerges() {
        var merger = PairMerger(table: MergeTable())
        #expect(merger.merged([]) == [])
        #expect(merger.merged([5]) == [5])
        #expect(merger.merged([5, 5, 0]) == [5, 5, 0])
        #expect(merger.candidateCount == 0 && merger.stepCount == 0)
    }

    @Test("A merge is inserted once; the second is refused and changes nothing")
    func duplicateInsert() {
        var table = MergeTable()
        let inserted = [
            table.insert(left: 1, right: 2, result: 3, rank: 0),
            table.insert(left: 1, right: 2, result: 4, rank: 1),
            table.insert(left: 2, right: 1, result: 4, rank: 1),
        ]
        #expect(inserted == [true, false, true])
        var merger = PairMerger(table: table)
        #expect(merger.merged([1, 2, 2, 1]) == [3, 4])
    }

    @Test("Each error's message names the file, the place, what was expected and what was there")
    func messages() {
        let cases: [(TokenizerError, String)] = [
            (
                .vocabularyNotJSON(.invalidUTF8(offset: 3)),
                "vocab.json: byte 3: expected UTF-8, got bytes that are not"
            ),
            (
                .vocabularyNotAnObject(got: "null"),
                "vocab.json: expected an object of token texts and ids, got null"
            ),
            (.vocabularySize(limit: 9, got: 1), "vocab.json: expected 256 to 9 tokens, got 1"),
            (
                .tokenID(key: "é", expected: "an id", got: "null"),
                "vocab.json: token \"\\u00e9\": expected an id, got null"
            ),
            (
                .tokenText(key: "", expected: "1 to 4096 bytes"),
                "vocab.json: token \"\": expected 1 to 4096 bytes"
            ),
            (
                .duplicateID(id: 4, key: "a"),
                "vocab.json: token \"a\": expected an id of its own, got 4 again"
            ),
            (
                .missingByte(0xC5),
                "vocab.json: expected a token for each of the 256 bytes, got none for byte 0xc5"
            ),
            (
                .mergesTooLong(limitBytes: 1, gotBytes: 2),
                "merges.txt: expected at most 1 bytes, got 2"
            ),
            (
                .mergesNotUTF8(offset: 1),
                "merges.txt: byte 1: expected UTF-8, got bytes that are not"
            ),
            (
                .mergesHeader(got: "a b"),
                "merges.txt: line 1: expected a header that starts with #version, got \"a b\""
            ),
            (
                .mergeForm(line: 3, got: "a"),
                "merges.txt: line 3: expected two tokens and one space between, got \"a\""
            ),
            (
                .mergeUnknownToken(line: 3, token: "c\r"),
                "merges.txt: line 3: expected tokens of vocab.json, got \"c\\r\""
            ),
            (
                .duplicateMerge(line: 4, got: "a b"),
                "merges.txt: line 4: expected each merge once, got \"a b\" again"
            ),
            (.textNotUTF8(offset: 2), "text: byte 2: expected UTF-8, got bytes that are not"),
            (
                .unknownID(position: 1, id: -1, tokenCount: 3),
                "token id at position 1: expected 0 to 2, got -1"
            ),
        ]
        for (error, message) in cases { #expect(error.description == message) }
    }
}
