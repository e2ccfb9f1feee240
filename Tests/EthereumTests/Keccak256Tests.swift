import Encodings
import Ethereum
import Testing

@Suite("Keccak-256")
struct Keccak256Tests {
    private static func text(_ message: [UInt8]) -> String {
        Hexadecimal.text(of: Keccak256.hash(message))
    }

    @Test("known answers of texts")
    func texts() {
        #expect(
            Self.text([])
                == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
        #expect(
            Self.text(Array("abc".utf8))
                == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")
        #expect(
            Self.text(Array("The quick brown fox jumps over the lazy dog".utf8))
                == "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")
    }

    /// Byte i of a message of n bytes is 7i + n mod 256; computed with PyCryptodome 3.
    @Test(
        "known answers around the ends of blocks",
        arguments: [
            (1, "5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2"),
            (134, "8884d266ac61dea6a59234e679bb56fd1bf116a05634f2e8de1b7224302bc122"),
            (135, "8ab570337c9a3a773c3605160ca58e3f0546d92d217c908669cc4f35a31933bc"),
            (136, "16b30a6be318a7acbcba7a2194789f628abf68dfbbf55a4d840f22f6a4d29efd"),
            (137, "6a7e8293441d51be41bf4994995b35981f90c07866c7fd0465f405e2b7a8f8dd"),
            (271, "bb02bca6be57f42d131406260c6f1a81fd9922af8bd1c96d78f454b19ae10add"),
            (272, "443464c0c3ac8036d14a6f8647fc93b592d514adefbe88683cbbda3b4b2c4553"),
            (273, "73d5960773e36742ead7c872d84d535f35e75b9517ccb1023491276013f88890"),
            (1000, "5cab097db1a529f5b1a15428cc494df950671bc3824340aad89941fa68e151bc"),
        ])
    func blocks(count: Int, hash: String) {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + count) }
        #expect(Self.text(message) == hash)
    }

    @Test("parts are absorbed as the whole is, and a copy goes on by itself", arguments: 0..<300)
    func parts(cut: Int) {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 * $0) }
        var first = Keccak256()
        first.absorb(Array(message.prefix(cut)))
        var copy = first
        copy.absorb([1, 2, 3])
        first.absorb(Array(message.dropFirst(cut)))
        #expect(first.digest() == Keccak256.hash(message))
        #expect(first.digest() == Keccak256.hash(message), "a digest changes nothing")
        #expect(copy.digest() == Keccak256.hash(message.prefix(cut) + [1, 2, 3]))
    }
}
