import Routing
import Serving
import TestSupport
import Testing

@Suite("A router without an answer, and the type of a body")
struct SilentRouterTests {
    @Test("no answer closes the connection with nothing said, also what came with it")
    func silence() async throws {
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) {
            request, _ in
            request.path == "/silent" ? nil : EchoRouter.answer(request)
        }
        defer { listener.stop() }
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer()?.status == 200)
            client.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.all() == [])
            let other = try RawHTTPClient(port: port)
            other.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try other.answer()?.status == 200)
        }
    }

    @Test("the router is told the first field Content-Type, trimmed, and of this request alone")
    func types() async throws {
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) {
            _, origin in
            WebAnswer(status: 200, body: Array("[\(origin.contentType)]".utf8))
        }
        defer { listener.stop() }
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            for (fields, shown) in [
                ("content-type: \t a/b; c=d \r\nContent-Type: second\r\n", "[a/b; c=d]"),
                ("", "[]"), ("Content-Type:\r\n", "[]"),
            ] {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                #expect(try client.answer()?.text == shown)
            }
        }
    }
}
