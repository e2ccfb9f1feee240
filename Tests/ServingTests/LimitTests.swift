import Foundation
import Routing
import Serving
import TestSupport
import Testing

@Suite("A listener's limits")
struct LimitTests {
    private static let limits = ServingLimits(
        bodyByteCountMax: 1_000, connectionCountMax: 4, requestMilliseconds: 900_000,
        headByteCountMax: 500)

    struct Refused: Sendable, CustomTestStringConvertible {
        let status: Int
        let bytes: String

        var testDescription: String { "\(status): \(bytes.prefix(60).debugDescription)" }
    }

    private static let long = String(repeating: "a", count: 600)
    private static let host = "HTTP/1.1\r\nHost: a\r\n"

    static let refused: [Refused] =
        [
            (413, "POST / \(host)Content-Length: 1001\r\n\r\n"),
            (413, "POST / \(host)Content-Length: 999999999999999999\r\n\r\n"),
            (413, "POST / \(host)Transfer-Encoding: chunked\r\n\r\n3e9\r\n"),
            (413, "POST / \(host)Transfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n"),
            (
                413,
                "POST / \(host)Transfer-Encoding: chunked\r\n\r\n"
                    + "1f4\r\n\(String(repeating: "x", count: 500))\r\n1f5\r\n"
            ),
            (414, "GET /\(long)"), (414, "GET /\(long) \(host)\r\n"),
            (431, "GET / \(host)X: \(long)"), (431, "GET / \(host)X: \(long)\r\n\r\n"),
            (
                431, "GET / \(host)\(String(repeating: "a:\r\n", count: 100))\r\n"
            ),
            (
                431,
                "POST / \(host)Transfer-Encoding: chunked\r\n\r\n0\r\n"
                    + String(repeating: "a: b\r\n", count: 90)
            ),
            (400, "\r\r\n\r\n"), (400, "GET / HTTP/1.1\nHost: a\n\n"), (400, "GET /\r\n\r\n"),
            (400, "GET  / \(host)\r\n"), (400, "G@T / \(host)\r\n"), (400, "GET é \(host)\r\n"),
            (400, "GET a \(host)\r\n"), (400, "GET /#a \(host)\r\n"), (400, "GET /\t \(host)\r\n"),
            (400, "GET / HTTP/1.1\r\n\r\n"), (400, "GET / \(host)Host: b\r\n\r\n"),
            (400, "GET / \(host) folded\r\n\r\n"), (400, "GET / \(host)a : b\r\n\r\n"),
            (400, "GET / \(host)a\r\n\r\n"), (400, "GET / \(host)a: \0\r\n\r\n"),
            (400, "GET / \(host)a: b\r\r\n\r\n"), (400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
            (400, "POST / \(host)Content-Length: 5\r\nContent-Length: 5\r\n\r\n"),
            (400, "POST / \(host)Content-Length: 5, 5\r\n\r\n"),
            (400, "POST / \(host)Content-Length: -1\r\n\r\n"),
            (400, "POST / \(host)Content-Length: +1\r\n\r\n"),
            (400, "POST / \(host)Content-Length: \r\n\r\n"),
            (400, "POST / \(host)Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
            (400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
            (400, "POST / \(host)Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
            (400, "POST / \(host)Transfer-Encoding: chunked\r\n\r\n\r\n"),
            (400, "POST / \(host)Transfer-Encoding: chunked\r\n\r\n1\nA\r\n"),
            (400, "POST / \(host)Transfer-Encoding: chunked\r\n\r\n1\r\nABC\r\n"),
            (400, "POST / \(host)Transfer-Encoding: chunked\r\n\r\n1;\(long)\r\n"),
            (400, "POST / \(host)Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"),
            (417, "POST / \(host)Expect: tea\r\nContent-Length: 1\r\n\r\n"),
            (501, "POST / \(host)Transfer-Encoding: gzip, chunked\r\n\r\n"),
            (501, "POST / \(host)Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n"),
            (505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        ].map { Refused(status: $0.0, bytes: $0.1) }

    @Test("Bytes that are no good request get a status and the end, and no router sees them")
    func refusals() async throws {
        let seen = Counter()
        let listener = try Listener(at: ListeningAddress(port: 0), limits: Self.limits) {
            request, _ in
            seen.add()
            return EchoRouter.answer(request)
        }
        let port = listener.address.port
        try await onThread {
            for refused in Self.refused {
                let client = try RawHTTPClient(port: port)
                client.send(refused.bytes)
                let answer = try #require(try client.answer(), "\(refused.testDescription)")
                #expect(answer.status == refused.status, "\(refused.testDescription)")
                #expect(!answer.keepsAlive && answer.text.hasPrefix("expected "), "\(answer)")
                #expect(try client.all() == [], "\(refused.testDescription)")
            }
            #expect(seen.count == 0)
            let client = try RawHTTPClient(port: port)
            let body = String(repeating: "x", count: 1_000)
            client.send("POST / \(Self.host)Content-Length: 1000\r\n\r\n\(body)")
            #expect(try client.answer()?.status == 200)
            #expect(seen.count == 1)
            listener.stop()
        }
    }

    @Test("A long body is refused before it comes, and its sender gets to read that")
    func unread() async throws {
        let listener = try EchoRouter.listener(Self.limits)
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send("POST / \(Self.host)Content-Length: 500000\r\n\r\n")
            client.send([UInt8](repeating: 7, count: 500_000))
            #expect(try client.answer()?.status == 413)
            listener.stop()
        }
    }

    @Test("A connection beyond the bound is told so; one that ends makes place")
    func connections() async throws {
        let listener = try EchoRouter.listener(Self.limits)
        let port = listener.address.port
        try await onThread {
            let request = "GET / \(Self.host)\r\n"
            var clients = try (0..<4).map { _ in try RawHTTPClient(port: port) }
            for client in clients {
                client.send(request)
                #expect(try client.answer()?.status == 200)
            }
            let refused = try RawHTTPClient(port: port)
            #expect(try refused.answer()?.status == 503)
            #expect(try refused.all() == [])
            clients[0].send(request)
            #expect(try clients[0].answer()?.status == 200)
            clients.removeLast()
            // The place is free as soon as the listener has seen the end.
            var status: Int?
            for _ in 0..<10_000 where status != 200 {
                let client = try RawHTTPClient(port: port)
                client.send(request)
                status = try client.answer()?.status
            }
            #expect(status == 200)
            listener.stop()
        }
    }

    @Test(
        "A slow sender is cut off with 408, wherever it stops",
        arguments: [
            "G", "GET / HTTP/1.1\r\nHost: a\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ])
    func slow(begin: String) async throws {
        let limits = ServingLimits(
            bodyByteCountMax: 100, connectionCountMax: 4, requestMilliseconds: 200)
        let listener = try EchoRouter.listener(limits)
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send(begin)
            #expect(try client.answer()?.status == 408)
            #expect(try client.all() == [])
            let silent = try RawHTTPClient(port: port)
            #expect(try silent.all() == [])
            listener.stop()
        }
    }

    @Test("A connection that sends no further request, or takes no answer, is closed")
    func idle() async throws {
        let limits = ServingLimits(
            bodyByteCountMax: 100, connectionCountMax: 4, requestMilliseconds: 900_000,
            idleMilliseconds: 200, answerMilliseconds: 200)
        // More than the buffers of both sides hold.
        let long = [UInt8](repeating: 65, count: 64 << 20)
        let asked = Gate()
        let listener = try Listener(at: ListeningAddress(port: 0), limits: limits) { request, _ in
            guard request.path == "/long" else { return EchoRouter.answer(request) }
            asked.open()
            return WebAnswer(status: 200, body: long)
        }
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send("GET / \(Self.host)\r\n")
            #expect(try client.answer()?.status == 200)
            #expect(try client.all() == [])
            let reader = try RawHTTPClient(port: port)
            reader.send("GET /long \(Self.host)\r\n")
            asked.wait()
            while listener.connectionCount > 0 { Thread.sleep(forTimeInterval: 0.01) }
            #expect(try reader.all().count < long.count)
            listener.stop()
        }
    }
}
