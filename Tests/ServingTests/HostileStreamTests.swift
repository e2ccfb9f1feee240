import Foundation
import Serving
import TestSupport
import Testing

@Suite("Hostile byte streams")
struct HostileStreamTests {
    private static let seed: UInt64 = 0x18_5e61
    private static let streamCount = 1_000
    private static let threadCount = 8

    private static let pieces: [String] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /p HTTP/1.1\r\nHost: a\r\n",
        "Content-Length: 5\r\n\r\nabcde", "Content-Length: 99999\r\n\r\n", "Content-Length: -1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n", "5\r\nabcde\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n",
        "5\r\nabcdeX", "Transfer-Encoding: gzip\r\n\r\n", "Expect: 100-continue\r\n", "\r\n", "\n",
        "\0", "HTTP/1.1 200 OK\r\n\r\n", "GET ", "/../../etc/passwd", " HTTP/1.0\r\n",
        "HTTP/9.9\r\n\r\n",
        "Connection: close\r\n", "Host: a\r\n", ": \r\n", "\u{FEFF}", "é",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    /// A stream that a seed gives: pieces of requests, damaged requests, noise, or much of one kind.
    static func stream(_ index: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: seed &+ UInt64(index))
        switch index % 5 {
        case 0:
            let count = Int.random(in: 0...12, using: &generator)
            return (0..<count).flatMap { _ in
                Array((pieces.randomElement(using: &generator) ?? "").utf8)
            }
        case 1:
            var bytes = Array(
                (pieces[1] + pieces[2] + pieces[0] + pieces[1] + pieces[5]
                    + pieces[6] + pieces[7]).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            }
            return Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &generator)))
        case 2:
            let count = Int.random(in: 0...20_000, using: &generator)
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        case 3:
            let field = "X-\(index): \(String(repeating: "y", count: index % 97))\r\n"
            let count = Int.random(in: 1...4_000, using: &generator)
            return Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8)
                + (0..<count).flatMap { _ in Array(field.utf8) }
        default:
            let count = Int.random(in: 1...300, using: &generator)
            return (0..<count).flatMap { _ in Array(pieces[0].utf8) }
        }
    }

    @Test("A thousand of them leave a listener alive, empty and answering")
    func thousand() async throws {
        let listener = try EchoRouter.listener()
        let port = listener.address.port
        try await onThread {
            let done = Gate()
            let (running, answers) = (Counter(), Counter())
            for thread in 0..<Self.threadCount {
                Thread.detachNewThread {
                    for index in stride(
                        from: thread, to: Self.streamCount, by: Self.threadCount)
                    {
                        if Self.play(Self.stream(index), index, port) { answers.add() }
                    }
                    let runningCount = running.add()
                    if runningCount == Self.threadCount { done.open() }
                }
            }
            done.wait()
            // Most streams get an answer, be it a refusal; a listener that died gives none.
            #expect(answers.count > Self.streamCount / 2, "seed \(Self.seed)")
            let client = try RawHTTPClient(port: port)
            client.send(Self.pieces[0])
            #expect(try client.answer()?.text == "GET\n/\n\n[]")
            while listener.connectionCount > 1 { Thread.sleep(forTimeInterval: 0.01) }
            listener.stop()
        }
    }

    /// Sends a stream and ends in one of four ways; whether an answer was seen.
    private static func play(_ bytes: [UInt8], _ index: Int, _ port: Int) -> Bool {
        guard let client = try? RawHTTPClient(port: port) else { return false }
        client.send(bytes)
        switch index / 5 % 4 {
        case 0, 1:
            client.endSending()
            return ((try? client.all()) ?? []).starts(with: Array("HTTP/1.1 ".utf8))
        case 2:
            client.endSending()
            return (try? client.answer()) != nil
        default:
            client.reset()
            return true
        }
    }
}
