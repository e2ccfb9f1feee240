import Encodings
import Testing

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test("Only unreserved characters, and those to keep, stay as they are")
    func bytes() {
        let unreserved = "ABCXYZabcxyz0189-._~"
        #expect(PercentEncoding.text(of: unreserved) == unreserved)
        #expect(PercentEncoding.text(of: "") == "")
        #expect(PercentEncoding.text(of: "a b/c?d=e&f+g%h") == "a%20b%2Fc%3Fd%3De%26f%2Bg%25h")
        #expect(PercentEncoding.text(of: "a b/c:d", keeping: "/:") == "a%20b/c:d")
        #expect(
            PercentEncoding.text(of: "\0\n\u{7F}\u{E9}\u{1F600}") == "%00%0A%7F%C3%A9%F0%9F%98%80")
    }

    @Test("Every byte of ASCII comes back from its two digits or itself")
    func ascii() {
        for value in UInt8(0)..<128 {
            let text = PercentEncoding.text(of: String(UnicodeScalar(value)))
            if text.utf8.count == 1 {
                #expect(text.utf8.first == value)
            } else {
                #expect(text.first == "%" && UInt8(text.dropFirst(), radix: 16) == value)
                #expect(text == text.uppercased())
            }
        }
    }
}
