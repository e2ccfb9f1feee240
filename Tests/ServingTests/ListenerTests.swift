import Routing
import Serving
import TestSupport
import Testing

@Suite("A listener's answers")
struct ListenerTests {
    struct Sent: Sendable {
        let bytes: String
        let request: WebRequest
    }

    static let requests: [Sent] = [
        Sent(
            bytes: "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            request: WebRequest(method: "GET", path: "/")),
        Sent(
            bytes: "GET /a%20b?x=%C3%A9&y=? HTTP/1.1\r\nhost:a\r\nX: \t v \r\n\r\n",
            request: WebRequest(method: "GET", path: "/a%20b", query: "x=%C3%A9&y=?")),
        Sent(
            bytes: "POST /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na\0\r",
            request: WebRequest(method: "POST", path: "/missing", body: [97, 0, 13])),
        Sent(
            bytes: "PUT /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;x=\"y\"\r\nab\r\n00A\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
            request: WebRequest(method: "PUT", path: "/p", body: Array("ab0123456789".utf8))),
        Sent(
            bytes: "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",
            request: WebRequest(method: "BREW", path: "/pot")),
        Sent(
            bytes: "get /lower HTTP/1.1\r\nHost: a\r\n\r\n",
            request: WebRequest(method: "get", path: "/lower")),
        Sent(
            bytes: "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            request: WebRequest(method: "OPTIONS", path: "*")),
        Sent(
            bytes: "GET http://host:1/path?q HTTP/1.1\r\nHost: a\r\n\r\n",
            request: WebRequest(method: "GET", path: "/path", query: "q")),
        Sent(
            bytes: "\r\n\r\nGET /late HTTP/1.1\r\nHost: a\r\n\r\n",
            request: WebRequest(method: "GET", path: "/late")),
        Sent(
            bytes: "GET /old HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
            request: WebRequest(method: "GET", path: "/old")),
    ]

    @Test("are those in process, on one connection, however the bytes are cut")
    func equal() async throws {
        let listener = try EchoRouter.listener()
        let port = listener.address.port
        try await onThread {
            let bytes = Self.requests.flatMap { Array($0.bytes.utf8) }
            var generator = SeededGenerator(seed: 18)
            for partByteCountMax in [1, 7, 100, bytes.count] {
                let client = try RawHTTPClient(port: port)
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = Int.random(in: 1...partByteCountMax, using: &generator)
                    client.send(Array(rest.prefix(count)))
                    rest = rest.dropFirst(count)
                }
                for sent in Self.requests {
                    let answer = try #require(try client.answer())
                    let expected = EchoRouter.answer(sent.request)
                    #expect(answer.status == expected.status)
                    #expect(answer.body == expected.body, "\(answer.text)")
                    #expect(answer.fields.contains("content-type: text/plain"))
                    #expect(answer.keepsAlive)
                }
            }
            listener.stop()
        }
    }

    @Test("to HEAD have the length and no body; a connection closes where it is asked to")
    func head() async throws {
        let listener = try EchoRouter.listener()
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try #require(try client.answer(hasBody: false))
            let length = EchoRouter.answer(WebRequest(method: "HEAD", path: "/h")).body.count
            #expect(head.status == 200)
            #expect(head.fields.contains("content-length: \(length)"))
            #expect(head.fields.contains { $0.hasPrefix("date: ") && $0.hasSuffix(" GMT") })
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
            let last = try #require(try client.answer())
            #expect(last.status == 200)
            #expect(!last.keepsAlive)
            #expect(try client.all() == [])
            let old = try RawHTTPClient(port: port)
            old.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try old.answer()?.keepsAlive == false)
            #expect(try old.all() == [])
            listener.stop()
        }
    }

    @Test("have the router's own fields, but none that would be more than one line")
    func fields() async throws {
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) { _, _ in
            WebAnswer(
                status: 307, contentType: "",
                fields: [
                    .init("location", "/there"), .init("x-split", "a\r\nset-cookie: b"),
                    .init("x-\u{E9}", "c"),
                ], body: [])
        }
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try #require(try client.answer())
            #expect(answer.status == 307)
            #expect(answer.fields.contains("location: /there"))
            for name in ["x-", "set-cookie", "content-type:"] {
                #expect(
                    !answer.fields.contains {
                        $0.hasPrefix(name) && $0 != "x-content-type-options: nosniff"
                    }, "\(name)")
            }
            listener.stop()
        }
    }

    @Test("Who waits for leave to send a body gets it, unless the body is too long")
    func leave() async throws {
        let listener = try EchoRouter.listener()
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
            client.send(head + "2\r\n\r\n")
            #expect(try client.answer()?.status == 100)
            client.send("ab")
            #expect(try client.answer()?.text == "POST\n/\n\n[97, 98]")
            client.send(head + "100001\r\n\r\n")
            #expect(try client.answer()?.status == 413)
            listener.stop()
        }
    }

    @Test("A router that waits holds up nobody else")
    func blocked() async throws {
        let gate = Gate()
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) {
            request, _ in
            if request.path == "/wait" { gate.wait() }
            return EchoRouter.answer(request)
        }
        let port = listener.address.port
        try await onThread {
            let waiting = try (0..<32).map { _ in try RawHTTPClient(port: port) }
            for client in waiting { client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n") }
            let other = try RawHTTPClient(port: port)
            other.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try other.answer()?.text == "GET\n/other\n\n[]")
            gate.open()
            for client in waiting { #expect(try client.answer()?.status == 200) }
            listener.stop()
        }
    }

    @Test("A taken port and a strange address are refused")
    func taken() async throws {
        let listener = try EchoRouter.listener()
        for address in [listener.address, ListeningAddress(host: "not.numeric", port: 0)] {
            #expect(throws: ListeningError.self) {
                try Listener(at: address, limits: .ofTests) { request, _ in
                    EchoRouter.answer(request)
                }
            }
        }
        try await onThread { _ = listener.stop() }
    }
}
