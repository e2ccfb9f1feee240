import PublishedNode
import PythonValues
import Testing

@Suite("The published node's server")
struct PublishedServerTests {
    private static func text(_ answer: ServerAnswer) -> String {
        guard case .json(_, let body) = answer else { return "" }
        return String(decoding: body, as: UTF8.self)
    }

    private static func post(_ chain: PythonValue, _ node: ServingNode) throws -> ServerAnswer {
        node.server.answer(body: try NodeJSON.spaced(chain))
    }

    @Test("the cheap gates in their order")
    func gates() throws {
        let node = try ServingNode(blockCount: 2)
        func result(_ blockCount: Int) throws -> String {
            Self.text(try Self.post(ServingNode.chain(blockCount), node))
        }
        #expect(try result(2) == "{\"result\": \"rejected: not more work\"}")
        #expect(node.files.read(.inbox) == nil)
        #expect(try result(4) == "{\"result\": \"queued for verification\"}")
        #expect(try result(4) == "{\"result\": \"queued already has higher-work candidate\"}")
        #expect(try result(3) == "{\"result\": \"queued already has higher-work candidate\"}")
        #expect(try node.files.read(.inbox) == NodeJSON.spaced(ServingNode.chain(4)))
        let other = node.server.answer(body: Array("[{}]".utf8))
        #expect(Self.text(other) == "{\"result\": \"rejected: different genesis\"}")
        #expect(other.status == 400)
        #expect(
            Self.text(node.server.answer(body: [])).hasPrefix("{\"result\": \"malformed: "))
    }

    @Test("within lists and objects NaN equals NaN, alone it equals nothing")
    func notANumber() throws {
        let node = try ServingNode(blockCount: nil)
        node.files.overwrite(.chain, with: Array("[[NaN]]".utf8))
        let answer = node.server.answer(body: Array("[[NaN]]".utf8))
        #expect(Self.text(answer) == "{\"result\": \"rejected: not more work\"}")
        node.files.overwrite(.chain, with: Array("[NaN]".utf8))
        let alone = node.server.answer(body: Array("[NaN]".utf8))
        #expect(Self.text(alone) == "{\"result\": \"rejected: different genesis\"}")
    }

    @Test("a third body at a time is sent away, and a place comes back with whoever leaves")
    func places() throws {
        let node = try ServingNode()
        let body = try NodeJSON.spaced(ServingNode.chain(3))
        let request = ServingNode.post(body)
        let first = node.reader()
        var second: WireReader? = node.reader()
        #expect(first.take(request.dropLast()) == .needsMore)
        #expect(second?.take(request.dropLast(body.count)) == .needsMore)
        #expect(first.isReadingBody)
        #expect(node.status(of: request) == 503)
        #expect(node.status(of: "POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc") == 404)
        #expect(node.status(of: ServingNode.post([])) == 413)
        #expect(node.status(of: "GET /status HTTP/1.1\r\n\r\n") == 200)
        second = nil
        #expect(node.status(of: request) == 202)
        _ = first.take(request.suffix(1))
        #expect(first.status == 200)
        #expect(!first.isReadingBody)
    }

    @Test("the limit of a body follows the chain file, and an announced length allocates nothing")
    func limits() throws {
        let node = try ServingNode(blockCount: nil)
        #expect(node.server.bodyByteCountMax == 5 << 20)
        node.files.overwrite(.chain, with: [UInt8](repeating: 32, count: 100))
        #expect(node.server.bodyByteCountMax == 400 + 1 << 20)
        #expect(node.status(of: ServingNode.post([], length: 1_048_976)) == 400)
        #expect(node.status(of: ServingNode.post([], length: 1_048_977)) == 413)
        node.files.overwrite(.chain, with: [UInt8](repeating: 32, count: 67_000_000))
        #expect(node.server.bodyByteCountMax == 268_435_456)
        #expect(node.status(of: ServingNode.post([], length: .max)) == 413)
    }

    @Test("a folder that cannot be read ends a GET without a byte and is told to a POST")
    func unreadable() throws {
        let node = try ServingNode(blockCount: nil)
        node.files.overwrite(.chain, with: Array("[".utf8))
        #expect(node.answer(to: Array("GET /x HTTP/1.1\r\n\r\n".utf8)).step == .closed)
        #expect(node.status(of: ServingNode.post(Array("[]".utf8))) == 400)
        node.files.remove(.chain)
        node.files.overwrite(.peers, with: [0xFF])
        #expect(node.answer(to: Array("GET /peers HTTP/1.1\r\n\r\n".utf8)).step == .closed)
        #expect(node.status(of: "GET /x HTTP/1.1\r\n\r\n") == 404)
    }
}
