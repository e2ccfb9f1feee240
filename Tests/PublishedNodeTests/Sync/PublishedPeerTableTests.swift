import PublishedNode
import PythonValues
import Testing

@Suite("A published node's table of peers")
struct PublishedPeerTableTests {
    private func added(_ urls: String, to table: String = "[]") throws -> String {
        let peers = try PublishedPeerTable.adding(
            NodeJSON.parse(Array(urls.utf8)), to: NodeJSON.parse(Array(table.utf8)))
        return try PythonJSONWriter.text(peers)
    }

    @Test(
        "What is taken, and how it is kept",
        arguments: [
            ("[\"\\u2003http://a//\\n\", \"http://a\"]", "[\"http://a\"]"),
            ("[\"https://\", \"http://\", \"http:///\", \"ftp://a\", \"HTTP://a\"]", "[]"),
            ("[5, null, true, [\"http://a\"], {\"http://a\": 1}]", "[]"),
            ("{\"http://k\": 1, \"x\": 2}", "[\"http://k\"]"), ("\"http://t\"", "[]"),
        ])
    func taken(_ urls: String, _ expected: String) throws {
        #expect(try added(urls) == expected)
    }

    @Test("At most 256 characters each, and 64 peers")
    func limits() throws {
        let long = "http://" + String(repeating: "\u{1F600}", count: 249)
        #expect(try added("[\"\(long)\"]") != "[]")
        #expect(try added("[\"\(long)a\"]") == "[]")
        let many = "[" + (0..<70).map { "\"http://\($0)\"" }.joined(separator: ", ") + "]"
        #expect(try NodeJSON.parse(Array(added(many).utf8)).elements().count == 64)
        #expect(try added("[\"http://new\"]", to: many) == many.replacing(" ", with: ""))
    }
}
