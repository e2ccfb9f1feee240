import MeshNetwork
import MeshServing
import Testing

@Suite("Addresses of mesh nodes")
struct MeshAddressTests {
    private static let key = String(repeating: "0a", count: 32)

    @Test(
        "An address has one spelling",
        arguments: ["127.0.0.1:4001", "0.0.0.0:1", "255.255.255.255:65535", "10.0.0.7:0"])
    func good(_ text: String) {
        #expect(MeshAddress(text)?.description == text)
    }

    @Test(
        "Another spelling is none",
        arguments: [
            "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:04001",
            "127.0.0.01:1", "127.0.0.256:1", "127.0.0:1", "127.0.0.0.1:1", "localhost:1",
            "[::1]:1", " 127.0.0.1:1", "127.0.0.1:1 ", "127.0.0.1:1:1", "127.0.0.-1:1",
            "127.0.0.1:99999999999999999999", "１27.0.0.1:1",
        ])
    func bad(_ text: String) {
        #expect(MeshAddress(text) == nil)
    }

    @Test("A node's address is its key and its place, in one spelling")
    func peers() {
        let text = "\(Self.key)@127.0.0.1:4001"
        #expect(MeshPeerAddress(text)?.description == text)
        for bad in [
            "127.0.0.1:4001", "@127.0.0.1:4001", Self.key, "\(Self.key)@127.0.0.1:0",
            "\(Self.key.uppercased())@127.0.0.1:1", "\(Self.key)0@127.0.0.1:1",
            "\(Self.key)@127.0.0.1:1@", "\(Self.key.dropLast(2))@127.0.0.1:1",
        ] {
            #expect(MeshPeerAddress(bad) == nil, "\(bad)")
        }
    }
}
