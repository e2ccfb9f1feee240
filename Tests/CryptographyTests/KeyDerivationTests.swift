import Cryptography
import Encodings
import Testing

struct KeyDerivationTests {
    @Test("HKDF with SHA-256 gives the outputs of RFC 5869, appendices A.1 and A.3")
    func known() {
        let key = [UInt8](repeating: 0x0b, count: 22)
        let first = KeyDerivation.hkdfSHA256(
            key: key, salt: Array(0x00...0x0c), info: Array(0xf0...0xf9), byteCount: 42)
        #expect(
            Hexadecimal.text(of: first)
                == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                + "34007208d5b887185865")
        let third = KeyDerivation.hkdfSHA256(key: key, salt: [], info: [], byteCount: 42)
        #expect(
            Hexadecimal.text(of: third)
                == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                + "9d201395faa4b61a96c8")
    }
}
