import Testing
import Tokenization

@Suite("Unicode 16.0 classes")
struct UnicodeClassesTests {
    private static let scalars = (0...0x10FFFF as ClosedRange<UInt32>)
        .filter { !(0xD800...0xDFFF).contains($0) }

    @Test("Counts and checksum over all scalars are unicodedata2 16.0.0's")
    func counts() {
        var counts = [0, 0, 0, 0]
        var checksum: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a over the class of each scalar
        for scalar in Self.scalars {
            let index =
                switch UnicodeClass(scalar) {
                case .letter: 0
                case .number: 1
                case .whiteSpace: 2
                case .other: 3
                }
            counts[index] += 1
            checksum = (checksum ^ UInt64(index)) &* 0x100_0000_01B3
        }
        #expect(counts == [141_028, 1_911, 25, 969_100])
        #expect(checksum == 0x39CB_53B5_ED97_9E6A)
    }

    @Test("White space is the 25 scalars that protocol v4 lists")
    func whiteSpace() {
        let listed: [UInt32] =
            Array(0x09...0x0D) + [0x20, 0x85, 0xA0, 0x1680] + Array(0x2000...0x200A)
            + [0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
        #expect(Self.scalars.filter { UnicodeClass($0) == .whiteSpace } == listed)
    }

    @Test("Letters of 16.0 are letters, and what it leaves unassigned is not")
    func version() {
        #expect(UnicodeClass(0x1C89) == .letter)
        #expect(UnicodeClass(0x1C8A) == .letter)
        #expect(UnicodeClass(0x1C8B) == .other)
    }
}
