import Encodings
import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("The published node's dialect of HTTP")
struct WireReaderTests {
    // MARK: Pieces

    private static let starts = [
        "GET /chain HTTP/1.1", "GET /status HTTP/1.0", "GET //peers", "POST /chain HTTP/1.1",
        "POST /chain HTTP/1.1", "POST /chain HTTP/0.9", "HEAD / HTTP/1.1", "GET / HTTP/2.0", "",
        "PUT /a b HTTP/1.1",
    ]
    private static let fields = [
        "Content-Length: 5", "Host: a", " folded", "no colon", "A: b\rContent-Length: 9",
        "Content-Length: _", "", "Content-Length: 1048577", "Content-Length: 99999999999999999999",
    ]

    /// A request of chance, half of them with some bytes changed.
    private static func request(
        _ random: inout SeededGenerator, _ bodies: [[UInt8]]
    ) -> [UInt8] {
        let end = Bool.random(using: &random) ? "\r\n" : "\n"
        var lines = [starts[Int.random(in: 0..<starts.count, using: &random)]]
        let body = bodies[Int.random(in: 0..<bodies.count, using: &random)]
        if Bool.random(using: &random) { lines.append("Content-Length: \(body.count)") }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            lines.append(fields[Int.random(in: 0..<fields.count, using: &random)])
        }
        if Int.random(in: 0..<50, using: &random) == 0 {
            lines += (0..<Int.random(in: 90...110, using: &random)).map { "H\($0): x" }
        }
        var bytes = Array((lines.joined(separator: end) + end + end).utf8) + body
        for _ in 0..<Int.random(in: -4...4, using: &random).clamped {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
        }
        return bytes
    }

    /// Feeds a request in pieces of chance, then its end.
    private static func step(
        _ reader: WireReader, _ request: [UInt8], _ random: inout SeededGenerator
    ) -> WireStep {
        var rest = request[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 40), using: &random)
            let step = reader.take(rest.prefix(count))
            guard step == .needsMore else { return step }
            rest = rest.dropFirst(count)
        }
        return reader.end()
    }

    @Test("hostile requests end the same way in any pieces, and nothing traps")
    func pieces() throws {
        let chain = try NodeJSON.spaced(ServingNode.chain(3))
        let bodies = [
            chain, Array(chain.dropLast()), Array("[NaN]".utf8), [], [0xFF, 0xFE, 0x5B, 0],
            Array("[[[[1e999]]]]".utf8), Array("\"\\ud800\"".utf8),
        ]
        var statuses: [Int] = []
        for seed in UInt64(0)..<20_000 {
            var random = SeededGenerator(seed: seed)
            let request = Self.request(&random, bodies)
            let node = try ServingNode()
            let whole = node.answer(to: request)
            let inbox = node.files.read(.inbox)
            node.files.remove(.inbox)
            let reader = node.reader()
            let step = Self.step(reader, request, &random)
            #expect(step == whole.step, "seed \(seed)")
            #expect(reader.status == whole.status, "seed \(seed)")
            #expect(node.files.read(.inbox) == inbox, "seed \(seed)")
            #expect(reader.take(request) == .closed, "seed \(seed)")
            statuses.append(whole.status ?? 0)
        }
        for status in [0, 200, 202, 400, 404, 413, 431, 501, 505] {
            #expect(statuses.contains(status), "\(status)")
        }
    }

    // MARK: Lines

    @Test("lines and headers of the greatest length and number")
    func lengths() throws {
        let node = try ServingNode()
        func path(_ count: Int) -> String { "GET /" + String(repeating: "a", count: count) }
        #expect(node.status(of: path(65_520) + " HTTP/1.1\r\n\r\n") == 404)
        #expect(node.status(of: path(65_521) + " HTTP/1.1\r\n\r\n") == 414)
        // Told before the line ends.
        let reader = node.reader()
        #expect(reader.take(Array(path(65_531).utf8)) == .needsMore)
        guard case .answer = reader.take(Array("a".utf8)) else {
            Issue.record("a line of 65,537 bytes is refused as it comes")
            return
        }
        let status = "GET /status HTTP/1.1\r\n"
        let header = "A: " + String(repeating: "x", count: 65_531) + "\r\n"
        #expect(node.status(of: status + String(repeating: header, count: 99) + "\r\n") == 200)
        #expect(node.status(of: status + String(repeating: header, count: 100) + "\r\n") == 431)
        #expect(node.status(of: status + "A" + header + "\r\n") == 431)
    }

    @Test("a line that is no header hides those below it, and a bare CR ends a line")
    func lengthHeaders() throws {
        let node = try ServingNode()
        func status(_ fields: String) -> Int? {
            node.status(of: "POST /chain HTTP/1.1\r\n\(fields)\r\n\r\n[1]")
        }
        #expect(status("Content-Length: 3") == 400)
        #expect(status("no colon\r\nContent-Length: 3") == 413)
        #expect(status("Content-Length : 3") == 413)
        #expect(status("A: b\rContent-Length: 3") == 400)
        #expect(status("A: b\r\n Content-Length: 3") == 413)
        #expect(status("Content-Length:\r\n 3") == 400)
        #expect(status("Content-Length: 3\r\n 3") == nil)
        #expect(status("Content-Length: 3\r\nContent-Length: x") == 400)
        #expect(status("From me\r\nContent-Length: 3") == 400)
        #expect(status(": x\r\nContent-Length: 3") == 400)
    }

    // MARK: CPython

    /// Whether the Python has the server of the vectors' version: earlier ones read more versions.
    private static let isReference = Python.has(
        "http.server", "sys; assert (3, 11, 7) <= sys.version_info[:3] < (3, 12)")

    private static func described(
        _ step: WireStep, _ status: Int?, _ names: [(body: [UInt8], name: String)]
    ) -> String {
        guard case .answer(let bytes) = step, let status else { return "closed" }
        let hasHead = bytes.starts(with: "HTTP/1.0 ".utf8)
        let body = hasHead ? Self.body(of: bytes) : bytes
        let suffix = hasHead ? "" : " headless"
        let text = String(decoding: body.prefix(40), as: UTF8.self)
        if let found = names.first(where: { $0.body == body }) {
            return "json \(status) \(found.name)\(suffix)"
        }
        if text.hasPrefix("{\"result\": \"malformed: ") { return "json 400 malformed\(suffix)" }
        if text.hasPrefix("{\"result\": \"rejected: diff") { return "json 400 genesis\(suffix)" }
        if text.hasPrefix("<!DOCTYPE html>") { return "page \(status)\(suffix)" }
        return body.isEmpty && ![404, 413].contains(status)
            ? "page \(status) bare" : "empty \(status)"
    }

    private static func body(of bytes: [UInt8]) -> [UInt8] {
        let end = Array("\r\n\r\n".utf8)
        let place = bytes.indices.first { bytes[$0...].starts(with: end) }
        return place.map { Array(bytes[($0 + end.count)...]) } ?? []
    }

    @Test(
        "requests of chance end as CPython's http.server ends them",
        .enabled(if: isReference, "needs CPython 3.11.7, which GLYPHLAB_PYTHON names"))
    func reference() throws {
        let lines = try Python.script(
            "http_server_answers.py", ["1", "\(Thoroughness.count(20_000, else: 2_000))"])
        let node = try ServingNode()
        let names = ["chain", "status", "peers"].compactMap { name in
            if case .json(_, let body) = node.server.answer(get: PythonText("/\(name)")) {
                (body: body, name: name)
            } else {
                nil
            }
        }
        for line in lines.split(separator: 10) {
            let parts = line.split(separator: 9)
            let digits = parts.count == 2 ? parts[0] : []
            let request = try #require(
                Hexadecimal.bytes(of: String(decoding: digits, as: UTF8.self)))
            let (step, status) = node.answer(to: request)
            var expected = String(decoding: parts.last ?? [], as: UTF8.self)
            let isBare = expected.contains(" bare") || expected.hasPrefix("empty")
            if isBare, expected.hasSuffix(" headless") { expected = "closed" }
            #expect(
                Self.described(step, status, names) == expected,
                "\(String(decoding: digits.prefix(2_000), as: UTF8.self))")
        }
    }
}

extension Int {
    /// None below one.
    fileprivate var clamped: Int { Swift.max(0, self) }
}
