import BigInt
import GlyphChain
import PublishedNode
import PythonValues
import Synchronization
import Testing

@Suite("The published node's loop")
struct PublishedRunTests {
    private static func payment(_ number: Int) -> PythonValue {
        var payment = PythonDictionary()
        payment["junk"] = .integer(BigInt(number))
        return .dictionary(payment)
    }

    private static func payments(_ numbers: [Int]) -> PythonValue {
        .list(numbers.map { payment($0) })
    }

    // MARK: The start

    @Test("alone, without leave to begin a chain, it ends")
    func needsSeeds() throws {
        let node = TestNode()
        let program = node.program(
            seeds: ["http://127.0.0.1:9"], startsNewChain: false)
        guard case .exit(1) = program.execute(["run", "w"]) else {
            Issue.record("the loop starts")
            return
        }
        #expect(node.printed[2].hasPrefix("[run] seed http://127.0.0.1:9 unreachable ("))
        #expect(node.printed.last?.hasPrefix("[run] no seed reachable") ?? false)
        #expect(try node.folder.peers().elements().count == 1)
    }

    @Test("it takes the chain of the first peer that has one, and asks no more")
    func findsChain() throws {
        let network = TestTransport()
        let (seed, other) = (TestNode(transport: network), TestNode(transport: network))
        network.listen(seed, port: 1)
        network.listen(other, port: 2)
        _ = seed.program().execute(["mine", "2"])
        let node = TestNode(transport: network)
        let run = try node.loop(seeds: ["http://127.0.0.1:1", "http://127.0.0.1:2/"])
        #expect(try ChainFacts.height(of: run.chain) == 2)
        #expect(network.asked.withLock { $0 }.allSatisfy { $0.hasPrefix("1 ") })
    }

    // MARK: A turn

    @Test("peers are asked at once and then each 20 seconds, whatever they answered")
    func polls() throws {
        let network = TestTransport()
        let node = TestNode(transport: network)
        node.wins.withLock { $0 = false }
        var run = try node.loop(seeds: ["http://127.0.0.1:1", "http://127.0.0.1:2"])
        network.asked.withLock { $0 = [] }
        var polls: [Bool] = []
        for _ in 0..<5 {
            polls.append(try run.step().hasPolled)
            node.advance(milliseconds: 10_000)
        }
        #expect(polls == [true, false, false, true, false])
        #expect(
            network.asked.withLock { $0 } == [
                "1 refused", "2 refused", "1 refused", "2 refused",
            ])
    }

    @Test("a clock that goes back puts the peers off")
    func waitsForClock() throws {
        let node = TestNode()
        node.wins.withLock { $0 = false }
        var run = try node.loop()
        #expect(try run.step().hasPolled)
        node.advance(milliseconds: -1_000_000)
        #expect(try !run.step().hasPolled)
    }

    @Test("what came into the mempool during the slice stays there, what was mined goes by value")
    func keepsPayments() throws {
        let node = TestNode()
        try node.folder.writeMempool(Self.payments([1, 2]))
        node.beforeSlice.withLock {
            $0 = { try? node.folder.writeMempool(Self.payments([3, 2, 1, 2])) }
        }
        var run = try node.loop()
        #expect(try run.step().hasWon)
        #expect(try node.folder.mempool().equals(Self.payments([3])))
        let block = try #require(try run.chain.elements().last)
        let mined = try block.member("transactions").elements().dropFirst()
        #expect(PythonValue.list(Array(mined)).equals(Self.payments([1, 2])))
    }

    @Test("mining by command empties the mempool after its first block, whatever came in")
    func emptiesMempool() throws {
        let node = TestNode()
        try node.folder.writeMempool(Self.payments([1]))
        node.beforeSlice.withLock {
            $0 = { try? node.folder.writeMempool(Self.payments([1, 2])) }
        }
        guard case .exit(0) = node.program().execute(["mine", "2"]) else {
            Issue.record("mining ends otherwise")
            return
        }
        let blocks = try node.folder.chain().elements()
        #expect(try blocks.map { try $0.member("transactions").elements().count } == [0, 2, 1])
        // The second block's slice has written it again.
        #expect(try node.folder.mempool().equals(Self.payments([1, 2])))
    }

    @Test("a block behind the median time takes the median")
    func takesMedian() throws {
        let node = TestNode()
        _ = node.program().execute(["mine", "3"])
        node.advance(milliseconds: -50_000_000)
        _ = node.program().execute(["mine", "1"])
        let times = try node.folder.chain().elements().map { try $0.member("timestamp") }
        #expect(times[4].equals(times[3]))
        #expect(times[3].equals(.integer(1_700_000_000)))
    }

    @Test("a pushed chain that a judgement dies of ends the loop; its file is gone")
    func diesOfInbox() throws {
        let node = TestNode()
        var run = try node.loop()
        _ = try run.step()
        // Great work is claimed, and nothing else is there.
        var claim = PythonDictionary()
        claim["target"] = .text("1")
        let forged = PythonValue.list([PublishedVerifier.genesis, .dictionary(claim)])
        let server = PublishedServer(folder: node.folder)
        #expect(server.answer(body: try NodeJSON.spaced(forged)).status == 202)
        #expect(throws: NodeFault.self) { try run.step() }
        #expect(try node.folder.inbox() == nil)
    }

    @Test("a mempool that is no list ends the loop")
    func diesOfMempool() throws {
        let node = TestNode()
        var run = try node.loop()
        node.files.overwrite(.mempool, with: Array("[".utf8))
        #expect(throws: NodeFault.self) { try run.step() }
    }

    // MARK: Several

    @Test("a won block is pushed, lies in the inbox, and is adopted on the next turn")
    func pushes() throws {
        let network = TestTransport()
        let (miner, other) = (TestNode(transport: network), TestNode(transport: network))
        network.listen(other, port: 2)
        other.wins.withLock { $0 = false }
        var run = try miner.loop(seeds: ["http://127.0.0.1:1", "http://127.0.0.1:2"])
        var otherRun = try other.loop(actor: "other")
        #expect(try run.step().hasWon)
        #expect(miner.printed.last == "[run] push -> http://127.0.0.1:2: queued for verification")
        #expect(!miner.printed.contains { $0.hasPrefix("[run] push -> http://127.0.0.1:1") })
        #expect(
            try otherRun.step().inbox
                == "adopted remote: more work and fully valid (verified 1 new blocks)")
        #expect(try other.folder.chain().equals(run.chain))
        #expect(other.files.read(.chain) == miner.files.read(.chain))
    }

    @Test("a chain of more work is pulled at the next poll")
    func pulls() throws {
        let network = TestTransport()
        let (miner, other) = (TestNode(transport: network), TestNode(transport: network))
        network.listen(miner, port: 1)
        other.wins.withLock { $0 = false }
        var run = try other.loop(seeds: ["http://127.0.0.1:1"], actor: "other")
        _ = miner.program().execute(["mine", "3"])
        #expect(try run.step().hasPolled)
        #expect(try ChainFacts.height(of: run.chain) == 3)
        #expect(try other.height() == 3)
    }
}
