import BigInt
import PublishedNode
import PythonValues
import Synchronization
import Testing

@Suite("A published node's sync and push")
struct PublishedSyncTests {
    private final class Printed: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private let files = HeldFiles()
    private let printed = Printed()

    private func sync(_ peer: PiecePeer, chainByteCountMax: Int = 1 << 20) -> PublishedSync {
        let printed = printed
        return PublishedSync(
            folder: PublishedFolder(files: files), client: PublishedClient(transport: peer),
            proofs: StubProofs(), clockSeconds: { 1_700_000_100 },
            chainByteCountMax: chainByteCountMax, printLine: { printed.add($0) })
    }

    private static func answer(_ body: [UInt8]) -> String {
        "HTTP/1.0 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
            + String(decoding: body, as: UTF8.self)
    }

    private static func peer(of chain: PythonValue, peers: String = "[]") throws -> PiecePeer {
        PiecePeer(
            answer(try NodeJSON.spaced(ChainFacts.status(of: chain))), answer(Array(peers.utf8)),
            answer(try NodeJSON.spaced(chain)))
    }

    private func name(_ peer: PiecePeer) -> String {
        do throws(NodeFault) {
            return try sync(peer).sync(with: PythonText("http://h/")).text
        } catch .python(let error) {
            return error.name
        } catch {
            return "\(error)"
        }
    }

    @Test("A newcomer takes the chain and its peers, and writes both as the published node does")
    func newcomer() throws {
        let chain = try StubChain.chain(2)
        let peer = try Self.peer(of: chain, peers: "[\" http://a/ \", 5]")
        #expect(
            name(peer) == "adopted remote: more work and fully valid (verified 2 new blocks)")
        #expect(files.read(.chain) == (try NodeJSON.indented(chain)))
        #expect(files.read(.peers) == Array("[\n \"http://h\",\n \"http://a\"\n]".utf8))
        #expect(printed.all.last == "[sync] local chain now height 2")
        #expect(peer.seen.timeouts == [10_000, 10_000, 60_000])
    }

    @Test("A chain over the cap is not read, one at the cap is")
    func cap() throws {
        let chain = try StubChain.chain(2)
        let count = try NodeJSON.spaced(chain).count
        let url = PythonText("http://h")
        let big = try sync(Self.peer(of: chain), chainByteCountMax: count - 1).sync(with: url)
        #expect(big.text == "too-big")
        #expect(printed.all.last == "[sync] rejected: peer chain exceeds size cap")
        #expect(files.read(.chain) == nil)
        let fits = try sync(Self.peer(of: chain), chainByteCountMax: count).sync(with: url)
        #expect(fits.text.hasPrefix("adopted"))
    }

    @Test("Own files that cannot be read raise; the peers' failures do not")
    func damaged() throws {
        let chain = try StubChain.chain(2)
        files.replace(.chain, with: Array("[".utf8))
        #expect(try name(Self.peer(of: chain)) == "JSONDecodeError")
        files.replace(.peers, with: Array("{}".utf8))
        #expect(try name(Self.peer(of: chain)) == "AttributeError")
        files.replace(.peers, with: Array("7".utf8))
        #expect(try name(Self.peer(of: chain)) == "TypeError")
        files.remove(.chain)
        files.replace(.peers, with: Array("[]".utf8))
        #expect(try name(Self.peer(of: chain, peers: "7")).hasPrefix("adopted"))
    }

    @Test("A height that cannot be printed raises before anything is kept")
    func unprintable() throws {
        let body = "{\"height\": \"\\ud800\", \"tip\": \"\", \"model\": 1}"
        #expect(name(PiecePeer(Self.answer(Array(body.utf8)))) == "UnicodeEncodeError")
        #expect(files.read(.peers) == nil)
        #expect(printed.all.isEmpty)
    }

    @Test(
        "A claim of work is read as `int` reads it",
        arguments: [
            ("\" +1_0 \"", 10), ("1.9", 1), ("true", 1), ("\"x\"", nil), ("null", nil), ("[]", nil),
        ])
    func work(_ text: String, _ expected: Int?) {
        let peer = PiecePeer(Self.answer(Array("{\"work\": \(text)}".utf8)))
        let work = try? sync(peer).claimedWork(of: PythonText("http://h"))
        #expect(work == expected.map { BigInt($0) })
        #expect(peer.seen.timeouts == [5_000])
    }

    @Test("A push sends the whole chain and returns the word of the other")
    func push() throws {
        let chain = try StubChain.chain(2)
        let peer = PiecePeer(
            "HTTP/1.0 202 A\r\n\r\n{\"result\": \"ok\"}", "HTTP/1.0 200 O\r\n\r\n{}")
        let url = PythonText("http://h//")
        #expect(try sync(peer).push(chain, to: url).equals(.text("ok")))
        #expect(try sync(peer).push(chain, to: url).equals(.text("")))
        let body = String(decoding: try NodeJSON.spaced(chain), as: UTF8.self)
        #expect(peer.seen.requests.allSatisfy { $0.hasSuffix("\r\n\r\n" + body) })
        #expect(peer.seen.timeouts == [30_000, 30_000])
    }
}
