import BigInt
import Cryptography
import Fingerprints
import GlyphChain
import PublishedNode
import PythonValues
import Synchronization

/// A published node in memory, whose parts tests take hold of.
final class TestNode: Sendable {
    let files = HeldFiles()
    let time = Mutex(1_700_000_000_000)
    let lines = Mutex<[String]>([])
    /// Called before each slice of attempts.
    let beforeSlice = Mutex<(@Sendable () -> Void)?>(nil)
    /// Whether slices are won.
    let wins = Mutex(true)
    let transport: TestTransport

    init(transport: TestTransport = TestTransport()) {
        self.transport = transport
    }

    var folder: PublishedFolder { PublishedFolder(files: files) }
    var printed: [String] { lines.withLock { $0 } }

    func surroundings(actor: String = "node") -> NodeSurroundings {
        let chance = SeededChance(seed: "tests", actor: actor)
        return NodeSurroundings(
            folder: folder, clock: TestClock(node: self), chance: chance,
            miner: TestMiner(node: self, chance: chance), proofs: DigestProofs(),
            transport: transport, printLine: { line in self.lines.withLock { $0.append(line) } })
    }

    func program(
        seeds: [String] = [], startsNewChain: Bool = true, actor: String = "node"
    ) -> PublishedProgram {
        PublishedProgram(
            surroundings(actor: actor),
            environment: NodeEnvironment(
                seeds: seeds.map { PythonText($0) }, chunk: 10, startsNewChain: startsNewChain),
            startServer: { _ in 7 })
    }

    /// A loop that has started.
    func loop(seeds: [String] = [], actor: String = "node") throws -> PublishedRun {
        guard case .runs(let run) = program(seeds: seeds, actor: actor).execute(["run"]) else {
            throw TestFault.noLoop
        }
        return run
    }

    func height() throws -> Int { try ChainFacts.height(of: folder.chain()) }

    func advance(milliseconds: Int) { time.withLock { $0 += milliseconds } }
}

enum TestFault: Error {
    case noLoop
}

private struct TestClock: NodeClock {
    let node: TestNode

    func milliseconds() -> Int { node.time.withLock { $0 } }
}

private struct TestMiner: NodeMiner {
    let node: TestNode
    let chance: SeededChance

    func attempt(_ draft: BlockDraft, attemptCountMax: Int) -> MiningSlice {
        node.beforeSlice.withLock { $0 }?()
        guard node.wins.withLock({ $0 }) else {
            return MiningSlice(win: nil, attemptCount: attemptCountMax)
        }
        return ProofMiner(proofs: DigestProofs(), chance: chance)
            .attempt(draft, attemptCountMax: attemptCountMax)
    }
}

/// Proofs that cost nothing, and all of which win at the first target.
struct DigestProofs: ProofSource {
    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        "00" + Digests.sha256(Array(salt.utf8) + prompt).text.dropFirst(2)
    }
}

/// A network of servers in memory, by their ports; nobody listens on the others.
final class TestTransport: NodeTransport {
    private let folders = Mutex<[Int: PublishedFolder]>([:])  // looked up, never iterated
    /// The ports that were asked, and for what.
    let asked = Mutex<[String]>([])

    func listen(_ node: TestNode, port: Int) {
        folders.withLock { $0[port] = node.folder }
    }

    func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        guard let folder = folders.withLock({ $0[port] }) else {
            asked.withLock { $0.append("\(port) refused") }
            throw .unreachable(reason: "[Errno 111] Connection refused")
        }
        return TestConnection(
            WireReader(
                server: PublishedServer(folder: folder), gate: BodyGate(), clockSeconds: { 0 })
        ) { line in self.asked.withLock { $0.append("\(port) \(line)") } }
    }
}

private final class TestConnection: NodeConnection {
    private let reader: WireReader
    private let tell: (String) -> Void
    private var answer: ArraySlice<UInt8> = []

    init(_ reader: WireReader, _ tell: @escaping (String) -> Void) {
        self.reader = reader
        self.tell = tell
    }

    func send(_ bytes: [UInt8]) {
        if case .answer(let answer) = reader.take(bytes) { self.answer = answer[...] }
        tell(String(reader.requestLine.prefix { $0 != "H" }))
    }

    func receive(byteCountMax: Int) -> [UInt8] {
        defer { answer = answer.dropFirst(byteCountMax) }
        return Array(answer.prefix(byteCountMax))
    }

    func close() {}
}
