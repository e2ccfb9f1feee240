import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("Hostile answers to a published node")
struct HostileAnswerTests {
    private static let byteCountMax = 1 << 17
    private static let countMax = 5_000

    private static let good = [
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\nX: y\r\n folded\r\n\r\n{\"height\": 9, \"a\": 1}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nabcde\r\n3\r\nfgh\r\n0\r\nT: u\r\n\r\n",
        "HTTP/1.0 302 Found\r\nLocation: http://h:1/other?x#y\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 201 Created\r\n\r\nto the end",
    ]
    /// Put where they hurt.
    private static let splinters: [[UInt8]] = [
        "\r\n", "\n", "\r", "\r\n\r\n", "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 9223372036854775807\r\n", "Transfer-Encoding: chunked\r\n",
        "7fffffffffffffff\r\n", "ffffffffffffffffffffffff\r\n", "-1\r\n", "0\r\n", ":", " ",
        "Location: /\r\n", "Location: http://[\r\n", "Location: ;?#//\r\n", "From x\r\n",
        "HTTP/1.1 100\r\n\r\n", "\u{0}", "1_0", "0x",
    ].map { Array($0.utf8) }

    private func mutated(_ random: inout SeededGenerator) -> PiecePeer.Answer {
        var bytes = Array((Self.good.randomElement(using: &random) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where place < bytes.count: bytes[place] = .random(in: 0...255, using: &random)
            case 1:
                bytes.insert(
                    contentsOf: Self.splinters.randomElement(using: &random) ?? [], at: place)
            case 2: bytes.removeLast(min(bytes.count, Int.random(in: 0...20, using: &random)))
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + 5))
            default:
                let count = Int.random(in: 1...70_000, using: &random)
                guard Bool.random(using: &random), Bool.random(using: &random) else { continue }
                bytes.insert(contentsOf: repeatElement(UInt8(ascii: "1"), count: count), at: place)
            }
        }
        let ends: [NodeTransportError?] = [nil, nil, nil, .timeout, .broken(reason: "x")]
        return PiecePeer.Answer(
            bytes: bytes, end: ends.randomElement(using: &random) ?? nil)
    }

    @Test("Changed answers in arbitrary pieces end, within the bounds of memory: 20,000 seeded")
    func changed() throws {
        var goodCount = 0
        let count = Thoroughness.count(20_000, else: 2_000)
        for seed in 0..<UInt64(count) {
            var random = SeededGenerator(seed: seed)
            let answers = (0..<12).map { _ in mutated(&random) }
            let peer = PiecePeer(answers, seed: seed)
            let client = PublishedClient(
                transport: peer, answerByteCountMax: Self.byteCountMax)
            let countMax = Bool.random(using: &random) ? nil : Self.countMax
            do throws(PythonError) {
                let body = try client.body(
                    of: PythonText("http://h:1/status"), countMax: countMax,
                    timeoutMilliseconds: 1)
                goodCount += 1
                #expect(body.count <= countMax ?? Self.byteCountMax, "seed \(seed)")
            } catch {
                #expect(error.name != "TypeError", "seed \(seed)")
            }
            let seen = peer.seen
            #expect(seen.requests.count <= 11, "seed \(seed)")
            // A wait gives at most 65,536 bytes, the last of which may pass the bound.
            #expect(
                seen.receivedByteCount <= seen.requests.count * (Self.byteCountMax + 65_536),
                "seed \(seed)")
            #expect(seen.openCount == 0, "seed \(seed)")
        }
        #expect(goodCount > count / 5)
    }

    @Test(
        "Answers without end are cut",
        arguments: [
            ("HTTP/1.1 100 C\r\n\r\n", "MemoryError"), ("HTTP/1.1 200 OK\r\n", "HTTPException"),
            ("x", "LineTooLong"), ("HTTP/1.1 200 OK\r\n\r\n", "MemoryError"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n",
                "IncompleteRead"
            ),
        ])
    func endless(_ text: String, _ name: String) {
        let peer = PiecePeer([.init(bytes: Array(text.utf8), isEndless: true)])
        let client = PublishedClient(transport: peer, answerByteCountMax: Self.byteCountMax)
        let error = #expect(throws: PythonError.self) {
            try client.body(of: PythonText("http://h/"), timeoutMilliseconds: 1)
        }
        #expect(error?.name == name)
        #expect(peer.seen.openCount == 0)
    }
}
