import Serving
import Testing

@Suite("Listening addresses")
struct ListeningAddressTests {
    @Test(
        "An address without a host is the loopback's",
        arguments: [
            ("8080", "127.0.0.1:8080"), ("0", "127.0.0.1:0"), ("localhost:1", "127.0.0.1:1"),
            ("0.0.0.0:65535", "0.0.0.0:65535"), ("[::1]:80", "[::1]:80"),
        ])
    func taken(text: String, expected: String) throws {
        #expect(try #require(ListeningAddress(text)).description == expected)
    }

    @Test(
        "Any other form is none",
        arguments: ["", ":", ":80", "a:", "65536", "-1", "+1", "1 ", "::1:80", "[1.2.3.4]:80", "٤"])
    func refused(text: String) {
        #expect(ListeningAddress(text) == nil)
    }
}
