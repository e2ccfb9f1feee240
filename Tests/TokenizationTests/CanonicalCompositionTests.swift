import Encodings
import TestSupport
import Testing
import Tokenization

@Suite("Normalization form C of Unicode 16.0")
struct CanonicalCompositionTests {
    private func composed(_ scalars: [UInt32]) -> [UInt8] {
        let text = scalars.flatMap { Array(UTF8.encode(UnicodeScalar($0)!)!) }
        return CanonicalComposition.composed(text, 0..<text.count)
    }

    private func composed(_ text: String) -> [UInt8] {
        CanonicalComposition.composed(Array(text.utf8), 0..<text.utf8.count)
    }

    // MARK: Digests of unicodedata2 16.0.0, as Tests/Scripts/normalize.py writes them

    private static let scalarsDigest = "0420af2407615d53"
    private static let textDigests = [
        "74fcb4e0d76671f7", "39a80a8268dde36b", "84e7d17c17ad5b15", "a865e5c7c77928d7",
        "43ceaf1fee3dbd67", "70cd46e884e75cbd", "3d7f505d2421a041", "2b2b3f7b1ad9e05f",
        "32f17a3476683d5e", "e6130d9ac7aa5361", "6171477a9de2cc6f", "85d1d4ff8628d2fc",
        "4f15fc133e0e93b1", "041ec2b40af06450", "24739a1aad3ad087", "2f912c516fc76252",
        "eb7c3d6e4e3a4339", "9155eee6290b6508", "ca96ff04501a1b17", "4701baed62b08a7c",
    ]

    /// FNV-1a over texts, each with a byte 0xFF after it.
    private struct Digest {
        private var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ text: [UInt8]) {
            for byte in text { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
            value = (value ^ 0xFF) &* 0x100_0000_01B3
        }

        var text: String {
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
            return Hexadecimal.text(of: bytes)
        }
    }

    /// The parts of Unicode from which texts are drawn: those with marks, and some without.
    private static let ranges: [Range<UInt32>] = [
        0x20..<0x7F, 0xC0..<0x250, 0x300..<0x370, 0x370..<0x400, 0x5B0..<0x5F0, 0x640..<0x6E0,
        0x900..<0xE00, 0xF40..<0xFC0, 0x1020..<0x1030, 0x1100..<0x1113, 0x1161..<0x1176,
        0x11A7..<0x11C3, 0x1B00..<0x1B45, 0x1DC0..<0x2000, 0x20D0..<0x2110, 0x2ADC..<0x2ADE,
        0x3040..<0x3100, 0xAC00..<0xD7A4, 0xF900..<0xFB50, 0x105C0..<0x10600, 0x11080..<0x11940,
        0x16110..<0x16140, 0x16D60..<0x16D70, 0x1D150..<0x1D1D0, 0x2F800..<0x2FA20,
    ]

    private func text(_ random: inout SeededGenerator) -> [UInt32] {
        (0..<1 + random.next() % 12).map { _ in
            let range = Self.ranges[Int(random.next() % UInt64(Self.ranges.count))]
            return range.lowerBound + UInt32(random.next() % UInt64(range.count))
        }
    }

    /// `unicodedata2` 16.0.0 has these forms; tokenizers 0.23.3, whose tables end with Unicode 9.0,
    /// leaves the texts as they are (findings/tokenizers-nfc-unicode-9.sh).
    @Test(
        "Characters that came after Unicode 9.0 are put in order and composed",
        arguments: [
            ([0x0C15, 0x0C4D, 0x0C3C], [0x0C15, 0x0C3C, 0x0C4D]),
            ([0x105D2, 0x0307], [0x105C9]), ([0x11935, 0x11930], [0x11938]),
            ([0x16D67, 0x16D67], [0x16D68]),
        ] as [([UInt32], [UInt32])])
    func young(_ text: [UInt32], _ form: [UInt32]) {
        #expect(composed(text) == form.flatMap { Array(UTF8.encode(UnicodeScalar($0)!)!) })
    }

    private func textsDigest(seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        var digest = Digest()
        for _ in 0..<1000 { digest.add(composed(text(&random))) }
        return digest.text
    }

    @Test("Every scalar alone becomes what unicodedata2 makes of it")
    func scalars() {
        var digest = Digest()
        for scalar in 0...0x10FFFF as ClosedRange<UInt32> where UnicodeScalar(scalar) != nil {
            digest.add(composed([scalar]))
        }
        #expect(digest.text == Self.scalarsDigest)
    }

    @Test("20,000 drawn texts become what unicodedata2 makes of them")
    func texts() {
        for (seed, expected) in Self.textDigests.enumerated() {
            #expect(textsDigest(seed: UInt64(seed)) == expected, "seed \(seed)")
        }
    }

    @Test(
        "The digests, and those of a million texts, are those of the unicodedata2 that is here",
        .enabled(if: Python.has("unicodedata2"), "\(Python.skipNote("unicodedata2"))"),
        .enabled(if: Thoroughness.isThorough, "\(Thoroughness.skipNote)"))
    func library() throws {
        let output = try Python.script("normalize.py", ["1000"])
        let found = try JSONParser.parse(output, byteCountMax: 1 << 20)
        let expected = try found.at("texts").elements().map { try $0.string() }
        #expect(try found.at("scalars").string() == Self.scalarsDigest)
        #expect(expected.count == 1000 && expected.starts(with: Self.textDigests))
        for (seed, expected) in expected.enumerated() {
            #expect(textsDigest(seed: UInt64(seed)) == expected, "seed \(seed)")
        }
    }

    // MARK: Rules

    @Test("Marks compose, go in the order of their classes, and block those of the same class")
    func rules() {
        for (text, want) in [
            ("e\u{301}", "\u{E9}"), ("\u{212B}", "\u{C5}"), ("\u{2126}", "\u{3A9}"),
            ("a\u{315}\u{300}", "\u{E0}\u{315}"), ("e\u{301}\u{301}", "\u{E9}\u{301}"),
            ("s\u{307}\u{323}", "\u{1E69}"), ("\u{1E9B}\u{323}", "\u{1E9B}\u{323}"),
            ("\u{301}e", "\u{301}e"), ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
            ("\u{AC00}\u{11A8}", "\u{AC01}"), ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"),
            ("\u{1112}\u{1161}\u{11A7}", "\u{D558}\u{11A7}"), ("\u{F900}", "\u{8C48}"),
            ("\u{915}\u{93C}", "\u{915}\u{93C}"), ("\u{958}", "\u{915}\u{93C}"),
            ("\u{2ADC}", "\u{2ADD}\u{338}"), ("\u{344}", "\u{308}\u{301}"),
            ("\u{1D160}", "\u{1D158}\u{1D165}\u{1D16E}"), ("\u{FB01}", "\u{FB01}"),
            ("\u{16D63}\u{16D67}\u{16D67}", "\u{16D6A}"),
            ("e\u{200D}\u{301}", "e\u{200D}\u{301}"),
        ] {
            let scalars = text.unicodeScalars.map(\.value)
            #expect(composed(text) == Array(want.utf8), "\(scalars)")
        }
    }

    @Test("Only the part of the text that is asked for is composed")
    func part() {
        let text = Array("e\u{301}e\u{301}x".utf8)
        #expect(CanonicalComposition.composed(text, 3..<6) == Array("\u{E9}".utf8))
        #expect(CanonicalComposition.composed(text, 3..<3) == [])
        #expect(CanonicalComposition.composed(text, 0..<1) == Array("e".utf8))
    }

    @Test("Runs of marks up to a million are sorted as a stable sort sorts them")
    func longRuns() {
        let marks: [(scalar: UInt32, value: Int)] = [
            (0x345, 240), (0x334, 1), (0x327, 202), (0x323, 220), (0x5B0, 10), (0x302A, 218),
            (0x35C, 233), (0x1D165, 216), (0x94D, 9), (0x93C, 7), (0x316, 220), (0x351, 230),
        ]
        for (seed, count) in [15, 16, 17, 300, 1_000_000].enumerated() {
            var random = SeededGenerator(seed: UInt64(seed))
            let run = (0..<count).map { _ in marks[Int(random.next() % UInt64(marks.count))] }
            let sorted = run.enumerated().sorted {
                ($0.element.value, $0.offset) < ($1.element.value, $1.offset)
            }
            let want = [0x2603] + sorted.map(\.element.scalar) + [0x2603]
            let expected = want.flatMap { Array(UTF8.encode(UnicodeScalar($0)!)!) }
            let got = composed([0x2603] + run.map(\.scalar) + [0x2603])
            #expect(got == expected, "\(count) marks")
        }
    }
}
