import TestSupport
import Testing
import Tokenization

@Suite("Cutting a text into pieces")
struct PreTokenizerTests {
    private func pieces(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var tokenizer = PreTokenizer(bytes, 0..<bytes.count)
        var pieces: [String] = []
        while let piece = tokenizer.next() {
            pieces.append(String(decoding: bytes[piece], as: UTF8.self))
        }
        return pieces
    }

    /// Compared as bytes: Swift's `==` takes canonically equivalent texts for one.
    private func expect(_ text: String, _ want: [String]) {
        #expect(pieces(text).map { Array($0.utf8) } == want.map { Array($0.utf8) }, "\(text)")
    }

    @Test("Contractions are seven, in lower case, and only where a piece starts")
    func contractions() {
        expect("'s't're've'm'll'd", ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"])
        expect("'S'LL", ["'", "S", "'", "LL"])
        expect("it's 's", ["it", "'s", " '", "s"])
        expect("!'s", ["!'", "s"])
        expect("''s", ["''", "s"])
        expect("'r'l'", ["'", "r", "'", "l", "'"])
    }

    @Test("One space, and only U+0020, goes with the run after it")
    func leadingSpace() {
        expect(" a 1 .", [" a", " 1", " ."])
        expect("\ta\u{A0}b", ["\t", "a", "\u{A0}", "b"])
        expect("a1.a", ["a", "1", ".", "a"])
    }

    @Test("A run of white space leaves its last scalar to what follows, and none at the end")
    func whiteSpace() {
        expect("   a", ["  ", " a"])
        expect("a   ", ["a", "   "])
        expect(" \n", [" \n"])
        expect(" \na", [" ", "\n", "a"])
        expect("\n\n.", ["\n", "\n", "."])
        expect("\u{3000}\u{2003} é", ["\u{3000}\u{2003}", " é"])
    }

    @Test("Marks, controls and unassigned scalars are others: an accent of its own parts a word")
    func others() {
        expect("e\u{301}a", ["e", "\u{301}", "a"])
        expect("a\u{0}\u{1C}b", ["a", "\u{0}\u{1C}", "b"])
        expect("\u{200B}\u{FEFF}\u{10FFFF}", ["\u{200B}\u{FEFF}\u{10FFFF}"])
    }

    @Test("Pieces of seeded texts are never empty and join to the text again")
    func partition() {
        let alphabet = Array(" \n\t'sre1½.é\u{301}深\u{3000}🙂\u{0}".unicodeScalars)
        for seed in 0..<500 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var text = ""
            for _ in 0..<40 { text.unicodeScalars.append(alphabet.randomElement(using: &random)!) }
            let pieces = pieces(text)
            #expect(pieces.allSatisfy { !$0.utf8.isEmpty }, "seed \(seed)")
            #expect(pieces.flatMap { Array($0.utf8) } == Array(text.utf8), "seed \(seed)")
            #expect(pieces.count > 1, "seed \(seed)")
        }
    }
}
