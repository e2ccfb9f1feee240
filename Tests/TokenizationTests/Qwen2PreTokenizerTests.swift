import TestSupport
import Testing
import Tokenization

@Suite("Cutting a text by Qwen2's pattern")
struct Qwen2PreTokenizerTests {
    private func pieces(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        var cutter = Qwen2PreTokenizer(bytes, 0..<bytes.count)
        var pieces: [[UInt8]] = []
        while let piece = cutter.next() { pieces.append(Array(bytes[piece])) }
        return pieces
    }

    private func expect(_ text: String, _ want: [String]) {
        #expect(pieces(text) == want.map { Array($0.utf8) }, "\(text.debugDescription)")
    }

    @Test("Contractions are seven, in any case, with the long s, and only where a piece starts")
    func contractions() {
        expect("'s't're've'm'll'd", ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"])
        expect("'S'LL'rE'Ve", ["'S", "'LL", "'rE", "'Ve"])
        expect("'\u{17F}x's", ["'\u{17F}", "x", "'s"])
        expect("'sx'x", ["'s", "x", "'x"])
        expect("''s!'s 's", ["''", "s", "!'", "s", " '", "s"])
        expect("'r'l'", ["'r", "'l", "'"])
        expect("'\u{13F}'\u{212A}", ["'\u{13F}", "'\u{212A}"])
        // Bytes that differ from letters in the bit of the case alone.
        expect("'\u{13}'\u{D}", ["'\u{13}'\r"])
    }

    @Test("Letters take one scalar before them that is no line end, letter or number")
    func words() {
        expect("(a\ta\u{A0}a_a a", ["(a", "\ta", "\u{A0}a", "_a", " a"])
        expect("((a", ["((", "a"])
        expect("\na\ra", ["\n", "a", "\r", "a"])
        expect("e\u{301}a", ["e", "\u{301}a"])
        expect("  a", [" ", " a"])
        expect("深い é", ["深い", " é"])
    }

    @Test("Numbers are single, and nothing goes with them")
    func numbers() {
        expect("12 1.2", ["1", "2", " ", "1", ".", "2"])
        expect("½Ⅷ٣a1", ["½", "Ⅷ", "٣", "a", "1"])
    }

    @Test("Others take a space before them and line ends after them")
    func others() {
        expect("!!!\n\r\n x", ["!!!\n\r\n", " x"])
        expect(" !!a", [" !!", "a"])
        expect("\t!", ["\t", "!"])
        expect("! \n", ["!", " \n"])
    }

    @Test("White space goes to its last line end, or leaves its last scalar to what follows")
    func whiteSpace() {
        expect(" \n \r  a", [" \n \r", " ", " a"])
        expect("\n\n", ["\n\n"])
        expect("   1", ["  ", " ", "1"])
        expect("1   ", ["1", "   "])
        expect("\u{3000}\u{2003}!", ["\u{3000}", "\u{2003}", "!"])
        expect("\u{85}\u{2028}1", ["\u{85}", "\u{2028}", "1"])
    }

    @Test("Seeded texts are cut as the pattern's alternatives, tried one by one, cut them")
    func reference() {
        let alphabet = Array(
            "  \n\r\t'''srevtlmdSLM\u{17F}1½.!é\u{301}深\u{3000}\u{A0}🙂\u{0}".unicodeScalars)
        for seed in 0..<5_000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var text = ""
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                text.unicodeScalars.append(alphabet.randomElement(using: &random)!)
            }
            let want = ReferencePattern.pieces(Array(text.unicodeScalars)).map { Array($0.utf8) }
            #expect(pieces(text) == want, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(
        "A million bytes of each awkward kind are cut, and join to the text again",
        arguments: [
            "a", "'", " ", "\n", "\n ", " \u{3000}", "!", "!\n", "1", "\u{301}", "'ſ", " a",
        ])
    func long(unit: String) {
        let text = Array(String(repeating: unit, count: 1_000_000 / unit.utf8.count).utf8)
        var cutter = Qwen2PreTokenizer(text, 0..<text.count)
        var end = 0
        while let piece = cutter.next(), piece.lowerBound == end, !piece.isEmpty {
            end = piece.upperBound
        }
        #expect(end == text.count)
    }
}
