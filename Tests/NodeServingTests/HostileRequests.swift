import Foundation
import TestSupport

/// Requests that no node should have to bear, as many as wanted.
struct HostileRequests {
    let port: Int
    private let seed: UInt64

    init(seed: UInt64, port: Int) {
        self.seed = seed
        self.port = port
    }

    /// Sends so many, several at a time; each gets an answer or the end of its connection in time.
    func send(count: Int) throws {
        var generator = SeededGenerator(seed: seed)
        var waiting: [RawHTTPClient] = []
        for _ in 0..<count {
            let client = try RawHTTPClient(port: port, receiveSeconds: 60)
            client.send(Self.request(&generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: client.reset()
            case 1, 2:
                client.endSending()
                _ = try client.all()
            default:
                // Left open: it waits for the node to tire, or for its turn here.
                waiting.append(client)
                if waiting.count > 24 { waiting.removeFirst().endSending() }
            }
        }
        for client in waiting {
            client.endSending()
            _ = try client.all()
        }
    }

    private static func request(_ generator: inout SeededGenerator) -> [UInt8] {
        let methods = ["GET", "POST", "PUT", "HEAD", "get", "", "\u{0}", "GET GET"]
        let paths = [
            "/status", "/chain", "/peers", "/", "/metrics", "//status", "/status?x=%", "*",
            "http://x/status", "/" + String(repeating: "a", count: 70_000), "/\u{1}", "/blocks",
            "/headers?have=1:" + String(repeating: "f", count: 64), "/payments",
        ]
        let versions = ["HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/9.9", "HTTP", "", "HTTP/1.1 x"]
        var head = [methods, paths, versions].map { words in
            words.randomElement(using: &generator) ?? ""
        }.joined(separator: " ")
        let fields = [
            "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999",
            "Content-Length: 300000000", "Content-Length: 1_0", "Host: x", ": x", "x",
            "Transfer-Encoding: chunked", "Expect: 100-continue", "Connection: keep-alive",
            "A: " + String(repeating: "b", count: 9_000),
        ]
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            head += "\r\n" + (fields.randomElement(using: &generator) ?? "")
        }
        let bodies: [String] = [
            "", "[]", "{}", "null", "[[[[[[[[[[", "[1e999]", "\"x\"", "[{\"target\": \"f\"}]",
            String(repeating: "[", count: 50_000), "[{}, {\"target\": \"zz\"}]",
            "[{\"index\": 0}, {\"target\": \"0\"}]",
        ]
        let body = bodies.randomElement(using: &generator) ?? ""
        if Bool.random(using: &generator) { head += "\r\nContent-Length: \(body.utf8.count)" }
        var bytes = Array((head + "\r\n\r\n" + body).utf8)
        if Int.random(in: 0..<4, using: &generator) == 0, !bytes.isEmpty {
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
        }
        for _ in 0..<Int.random(in: 0...2, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
        return bytes
    }
}
