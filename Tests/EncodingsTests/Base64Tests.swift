import Encodings
import Testing

struct Base64Tests {
    @Test(
        "Bytes have the texts of RFC 4648, section 10, and texts those bytes",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ])
    func known(_ plain: String, _ text: String) {
        #expect(Base64.text(of: Array(plain.utf8)) == text)
        #expect(Base64.bytes(of: text) == Array(plain.utf8))
    }

    @Test("All bytes come back, at every length up to 300")
    func round() {
        for count in 0...300 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 167 + count) }
            #expect(Base64.bytes(of: Base64.text(of: bytes)) == bytes)
        }
    }

    @Test(
        "Another spelling has no bytes",
        arguments: [
            "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "=Zg=", "Zg==Zg==", "Zm9v\n",
            "Zm 9v", "Zm9-", "Zm9_", "Zm9vé===", "Zm9v====",
        ])
    func refused(_ text: String) {
        #expect(Base64.bytes(of: text) == nil)
    }
}
