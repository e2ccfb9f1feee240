import Cryptography
import Encodings
import PublishedHybrid
import PythonValues
import Testing

@Suite("Genesis of the published hybrid chain")
struct GenesisTests {
    private func keys(_ seed: String) throws -> GenesisKeys {
        try GenesisKeys(seedText: PythonText(seed), random: { [9] })
    }

    @Test("Seeds are read as Python reads them")
    func seedForms() throws {
        let plain = GenesisKeys(seed: [0xAB, 0xCD])
        for seed in ["abcd", "ABCD", " ab cd ", "aB\u{B}Cd", "\t\nab\u{C}\rcd\n"] {
            #expect(try keys(seed) == plain, "\(seed.debugDescription)")
        }
    }

    @Test(
        "Nothing else is a seed",
        arguments: [
            "a", "abc", "a b", "0xab", "ab,cd", "ab\u{A0}cd", "ａｂ", "+1", "ab\u{0}", "a\u{301}b",
            "\u{1F600}",
        ])
    func notASeed(seed: String) {
        #expect(throws: PythonError.self) { try keys(seed) }
    }

    @Test("A surrogate alone is no seed")
    func surrogate() {
        #expect(throws: PythonError.self) {
            try GenesisKeys(seedText: PythonText(codePoints: [0xD800, 0x61]), random: { [9] })
        }
    }

    @Test("Only an empty or missing seed is replaced; white space alone is a seed of no bytes")
    func emptySeeds() throws {
        let random = GenesisKeys(seed: [9])
        #expect(try keys("") == random)
        #expect(try GenesisKeys(seedText: nil, random: { [9] }) == random)
        #expect(try keys(" \n") == GenesisKeys(seed: []))
    }

    @Test("A seed may have any length, and each byte counts")
    func longSeeds() {
        let long = [UInt8](repeating: 7, count: 100_000)
        #expect(GenesisKeys(seed: long) != GenesisKeys(seed: long.dropLast()))
        #expect(GenesisKeys(seed: long).publicKey.count == 48)
    }

    @Test("Private keys are below 2^255, and the public key does not follow from them")
    func bounds() {
        var aboveCount = 0
        for number in UInt8(0)..<64 {
            let keys = GenesisKeys(seed: [number])
            #expect(keys.privateKey.count == 32 && keys.privateKey[0] < 0x80)
            #expect(keys.withdrawalCredentials.count == 32 && keys.withdrawalCredentials[0] == 0)
            let head = Array(keys.publicKey.prefix(32))
            #expect(
                Array(keys.publicKey.suffix(16)) == Array(Digests.sha256(head).bytes.prefix(16)))
            if !keys.isPrivateKeyBelowGroupOrder { aboveCount += 1 }
        }
        // A tenth of all numbers below 2^255 lies above the order of the group.
        #expect(aboveCount > 0 && aboveCount < 20)
    }

    @Test("Peers of keys of any length")
    func peers() {
        #expect(PeerIdentifier(publicKey: []).bytes == Array(Digests.sha256([]).bytes.prefix(8)))
        #expect(PeerIdentifier(publicKey: [0]) != PeerIdentifier(publicKey: [0, 0]))
        #expect(Hexadecimal.text(of: Committee.lonely.bytes) == "ce27e5400eb76f48")
    }
}
