import Encodings
import Ethereum
import Testing

/// The known answers are those of the yellow paper's appendix and of Ethereum's wiki.
@Suite("Ethereum's recursive length prefix")
struct RecursiveLengthPrefixTests {
    @Test("texts")
    func texts() {
        #expect(RecursiveLengthPrefix.text([]) == [0x80])
        #expect(RecursiveLengthPrefix.text([0]) == [0])
        #expect(RecursiveLengthPrefix.text([0x7F]) == [0x7F])
        #expect(RecursiveLengthPrefix.text([0x80]) == [0x81, 0x80])
        #expect(RecursiveLengthPrefix.text(Array("dog".utf8)) == [0x83] + Array("dog".utf8))
        for count in [55, 56, 255, 256, 65_535, 65_536] {
            let bytes = [UInt8](repeating: 7, count: count)
            let prefix: [UInt8] =
                switch count {
                case 55: [0xB7]
                case 56...255: [0xB8, UInt8(count)]
                case 256...65_535: [0xB9, UInt8(count >> 8), UInt8(count & 255)]
                default: [0xBA, 1, 0, 0]
                }
            #expect(RecursiveLengthPrefix.text(bytes) == prefix + bytes)
        }
    }

    @Test("integers")
    func integers() {
        #expect(RecursiveLengthPrefix.integer(0) == [0x80])
        #expect(RecursiveLengthPrefix.integer(15) == [15])
        #expect(RecursiveLengthPrefix.integer(127) == [127])
        #expect(RecursiveLengthPrefix.integer(128) == [0x81, 128])
        #expect(RecursiveLengthPrefix.integer(1024) == [0x82, 4, 0])
        #expect(
            RecursiveLengthPrefix.integer(.max) == [0x88] + [UInt8](repeating: 255, count: 8))
    }

    @Test("lists")
    func lists() {
        let empty = RecursiveLengthPrefix.list([])
        #expect(empty == [0xC0])
        let one = RecursiveLengthPrefix.list([empty])
        #expect(one == [0xC1, 0xC0])
        #expect(
            RecursiveLengthPrefix.list([empty, one, RecursiveLengthPrefix.list([empty, one])])
                == [0xC7, 0xC0, 0xC1, 0xC0, 0xC3, 0xC0, 0xC1, 0xC0])
        let words = ["cat", "dog"].map { RecursiveLengthPrefix.text(Array($0.utf8)) }
        #expect(
            RecursiveLengthPrefix.list(words)
                == [0xC8, 0x83] + Array("cat".utf8) + [0x83] + Array("dog".utf8))
        let long = [[UInt8]](repeating: [1], count: 56)
        #expect(RecursiveLengthPrefix.list(long).prefix(2) == [0xF8, 56])
    }
}
