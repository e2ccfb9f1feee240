import Cryptography
import GlyphChain
import Testing

@Suite("Stamps of the hardened chain")
struct StampTests {
    @Test("A stamp is the first whose content begins with the zeros that the chain asks")
    func first() {
        let rules = SmallChains.hardened
        for index in 1...20 as ClosedRange<UInt64> {
            var header = rules.genesis.header
            header.index = index
            header.stamp = index == 20 ? 1 << 32 : 0
            let stamped = rules.stamped(header)
            while header.content.bytes[0] >> 4 != 0 { header.stamp += 1 }
            #expect(stamped == header)
        }
    }

    @Test("A block at the easiest target takes 16 attempts on average")
    func attempts() {
        #expect(SmallChains.hardened.parameters.attemptCountMin == 16)
    }
}
