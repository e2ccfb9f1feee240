import NodeServing
import Routing
import Synchronization
import Testing

@Suite("A node at a glance")
struct FacesTests {
    private static func hash(_ height: Int, _ branch: String = "a") -> String {
        branch + String(repeating: "0", count: 60) + "\(100 + height)"
    }

    static func view(height: Int = 30, branches: [NodeView.Branch] = []) -> NodeView {
        var view = NodeView(
            rules: "hardened", height: height, tip: hash(height), work: "12345678901234567890",
            peers: [
                .init(url: "http://127.0.0.1:1", state: .answers),
                .init(url: "http://127.0.0.1:2", state: .silent),
            ],
            waitingPaymentCount: 3,
            chain: (max(0, height - 40)...height).map {
                ChainPlace(height: $0, hash: hash($0))
            },
            blocks: (max(0, height - 4)...height).reversed().map {
                .init(
                    height: $0, hash: hash($0), miner: "ab\u{1B}[2Jcd", timestampSeconds: 1_000,
                    paymentCount: 1)
            },
            branches: branches)
        view.mining.isOn = true
        view.mining.proofCount = 700
        view.mining.proofsPerTenSeconds = 421
        view.serving.requestCount = 5
        return view
    }

    @Test("The figures are lines of Prometheus: help, type, name and value")
    func metrics() throws {
        let text = NodeMetrics.text(Self.view())
        #expect(text.hasSuffix("\n"))
        var types: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                #expect(words.count == 4 && ["gauge", "counter"].contains(words[3]), "\(line)")
                types.append(words[2])
            } else if !line.hasPrefix("# HELP ") {
                let match = line.wholeMatch(
                    of: /([a-z_]+)(\{[a-z]+="[a-z]+"(,[a-z]+="[a-z]+")*\})? ([0-9.]+)/)
                let name = try #require(match?.1, "\(line)")
                #expect(types.last == name, "\(line)")
            }
        }
        #expect(Set(types).count == types.count)
        #expect(text.contains("\nglyphlab_node_height 30\n"))
        #expect(text.contains("\nglyphlab_node_work 12345678901234567890\n"))
        #expect(text.contains("\nglyphlab_node_peers{state=\"silent\"} 1\n"))
        #expect(text.contains("\nglyphlab_node_proofs_per_second 42.1\n"))
        #expect(text.contains("\nglyphlab_node_mempool_payments 3\n"))
    }

    @Test("The board fits the terminal and obeys no block", arguments: [20, 39, 80, 200])
    func board(columns: Int) {
        let view = Self.view(branches: [.init(forkHeight: 20, hashes: ["b1", "b2"])])
        let lines = NodeBoard.lines(view, columns: columns, nowSeconds: 4_700)
        #expect(lines.allSatisfy { $0.utf8.count <= columns })
        #expect(
            lines.allSatisfy { $0.utf8.allSatisfy { byte in (0x20...0x7E).contains(byte) } })
        if columns == 200 {
            #expect(lines[0] == "height   30   work 12345678901234567890")
            #expect(lines[2] == "peers    2 (1 answer, 1 silent)")
            #expect(lines.last == "branches 2 above 20")
            #expect(lines.contains { $0.contains("1 h ago") })
        }
    }

    @Test("A terminal's board is taken away before a line and drawn again below it")
    func terminal() {
        let written = Mutex("")
        let terminal = NodeTerminal { text in written.withLock { $0 += text } }
        terminal.show(["one", "two"])
        terminal.log("a line\n")
        terminal.show(["one", "two"])
        terminal.show(["one", "three"])
        let escape = "\u{1B}"
        #expect(
            written.withLock { $0 }
                == "\(escape)[Kone\n\(escape)[Ktwo\n"
                + "\(escape)[2A\r\(escape)[Ja line\n\(escape)[Kone\n\(escape)[Ktwo\n"
                + "\(escape)[2A\r\(escape)[J\(escape)[Kone\n\(escape)[Kthree\n")
    }

    @Test("A log line is one line, whatever a peer sent, and low levels are left out")
    func log() {
        let lines = Mutex<[String]>([])
        let log = NodeLog(level: .info, seconds: { 0 }) { line in
            lines.withLock { $0.append(line) }
        }
        log(.debug, "hidden")
        log(.info, "a\nb\u{1B}[31m\u{2028}\u{202E}c")
        log(.error, String(repeating: "x", count: 9_000))
        let written = lines.withLock { $0 }
        #expect(written.count == 2)
        #expect(
            written[0]
                == "1970-01-01T00:00:00Z info a\u{FFFD}b\u{FFFD}[31m\u{FFFD}\u{FFFD}c\n")
        #expect(written[1].utf8.count < 2_100)
    }

    @Test("Blocks that leave the chain are a branch, until they come back")
    func branches() {
        func tail(_ places: [(Int, String)]) -> [ChainPlace] {
            places.map { ChainPlace(height: $0.0, hash: $0.1) }
        }
        var memory = BranchMemory()
        memory.note(tail([(0, "g"), (1, "a1"), (2, "a2")]))
        memory.note(tail([(0, "g"), (1, "a1"), (2, "a2"), (3, "a3")]))
        #expect(memory.branches.isEmpty)
        memory.note(tail([(0, "g"), (1, "a1"), (2, "b2"), (3, "b3"), (4, "b4")]))
        #expect(memory.branches == [.init(forkHeight: 1, hashes: ["a2", "a3"])])
        memory.note(tail([(1, "a1"), (2, "a2"), (3, "a3"), (4, "a4"), (5, "a5")]))
        #expect(memory.branches == [.init(forkHeight: 1, hashes: ["b2", "b3", "b4"])])
        for round in 0..<20 {
            memory.note(
                tail([(1, "a1"), (2, "c\(round)"), (3, "d\(round)")]))
        }
        #expect(memory.branches.count == BranchMemory.branchCountMax)
        // Another chain altogether, or one whose common blocks are long gone.
        memory.note(tail([(90, "z0"), (91, "z1")]))
        #expect(memory.branches.count == BranchMemory.branchCountMax)
    }

    @Test("The faces answer GET on / and /metrics alone")
    func faces() {
        let faces = NodeFaces(view: { Self.view() }, page: { "page of \($0.height)" })
        func status(_ method: String, _ path: String) -> Int? {
            faces.answer(WebRequest(method: method, path: path))?.status
        }
        #expect(status("GET", "/") == 200)
        #expect(status("HEAD", "/metrics") == 200)
        #expect(status("POST", "/") == 405)
        #expect(status("GET", "/status") == nil)
        #expect(faces.only(WebRequest(method: "GET", path: "/status")).status == 404)
    }

    @Test("A meter counts, and its rate is of the last seconds")
    func meter() {
        let meter = NodeMeter()
        #expect(!meter.mining.isOn)
        meter.beginMining()
        for _ in 0..<10 { meter.noteProofs(16) }
        meter.noteWin()
        meter.noteRequest(status: 200)
        meter.noteRequest(status: 413)
        meter.noteRequest(status: nil)
        let mining = meter.mining
        #expect(mining.isOn && mining.proofCount == 160 && mining.wonCount == 1)
        #expect((1...1_600).contains(mining.proofsPerTenSeconds))
        let serving = meter.serving(connectionCount: 7)
        #expect(serving.requestCount == 3 && serving.refusedCount == 2)
        #expect(serving.connectionCount == 7)
    }
}
