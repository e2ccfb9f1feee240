import BigInt
import Foundation
import Platform
import PublishedGateways
import PythonValues
import Routing
import Serving
import StorageFaults
import TestSupport
import Testing

@Suite("A gateway on a disk that fails")
struct FullDiskTests {
    /// Receipts that are passed on to the gateway, the one after the other.
    private static let receiptCount = 4

    @Test(
        "A full or broken disk is told as 507, and nothing that was confirmed is lost",
        arguments: [FaultSession.Fault.diskFull, .ioError],
        [FaultSession.Duration.once, .fromThenOn])
    func faults(fault: FaultSession.Fault, lasting: FaultSession.Duration) async throws {
        for hasLog in [false, true] {
            let callCount = try Self.play(failing: nil, hasLog: hasLog).callCount
            // With a log, each of the receipts is a write and its way to the disk.
            #expect(callCount >= 2 * Self.receiptCount)
            var refusedCount = 0
            for call in stride(from: 1, through: callCount, by: Thoroughness.isThorough ? 1 : 3) {
                let result = try Self.play(failing: (call, fault, lasting), hasLog: hasLog)
                refusedCount += result.refusedCount
            }
            // Reads that a cache answers and files that are not needed may fail unseen; writes
            // never.
            #expect(refusedCount > 0, "log: \(hasLog)")
        }
    }

    /// Passes receipts on while a call of the disk fails, then reads what is there.
    private static func play(
        failing: (call: Int, fault: FaultSession.Fault, lasting: FaultSession.Duration)?,
        hasLog: Bool
    ) throws -> (callCount: Int, refusedCount: Int) {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try FaultSession(folder: folder.path, records: false)
        var confirmed: [Int] = []
        var refusedCount = 0
        do {
            let ledger = try PublishedLedger(path: folder.path + "/ledger.db")
            if hasLog { try ledger.store.holdAlone() }
            let gateway = SharedGateway(
                try PublishedGateway(
                    identity: Party.identity("gateway"), ledger: ledger,
                    surroundings: LocalNetwork(seed: "full") { 0 }))
            let start = session.callCount
            if let failing {
                session.fail(
                    at: start + failing.call, with: failing.fault, lasting: failing.lasting)
            }
            for number in 1...receiptCount {
                let receipt = try Party.receipt(
                    gateway: "other", node: "node-x", session: "s-\(number)",
                    outputTokens: number)
                let answer = gateway.answer(
                    WebRequest(
                        method: "POST", path: "/gossip/receipts", body: Array("[\(receipt)]".utf8)),
                    atMilliseconds: 0)
                let text = String(decoding: answer.body, as: UTF8.self)
                switch answer.status {
                case 200:
                    #expect(text == #"{"accepted":1}"#, "\(String(describing: failing))")
                    confirmed.append(number)
                default:
                    #expect(answer.status == SharedGateway.storageStatus, "\(text)")
                    #expect(text.hasPrefix("the ledger cannot be written: "), "\(text)")
                    #expect(answer.contentType.hasPrefix("text/plain"))
                    refusedCount += 1
                }
            }
            session.failNoMore()
            if failing == nil { return (session.callCount - start, refusedCount) }
        }
        let ledger = try PublishedLedger(path: folder.path + "/ledger.db")
        let kept = try Kept.numbers(ledger)
        #expect(Set(confirmed).subtracting(kept) == [], "\(String(describing: failing))")
        #expect(Set(kept).count == kept.count)
        #expect(try ledger.isChainGood())
        return (0, refusedCount)
    }

    @Test("A request is not told of the disk what another found while a call of its own was out")
    func ownFailures() throws {
        let world = try World()
        let text = String(repeating: "x", count: 100_000)
        var other: WebAnswer?
        world.surroundings?.meanwhile = {
            try? world.run("PRAGMA max_page_count = 1")
            other = world.post("/validators/add", #"{"pubkey":"\#(text)"}"#)
            try? world.run("PRAGMA max_page_count = 1000000")
        }
        #expect(world.post("/inference", #"{"prompt":"a"}"#).status == 200)
        #expect(other?.status == SharedGateway.storageStatus)
        #expect(world.post("/validators/add", #"{"pubkey":"\#(text)"}"#).status == 200)
    }

    /// A gateway and its node, in one process.
    private final class World {
        private(set) var surroundings: Meanwhile?
        private let gateway: SharedGateway

        init() throws {
            var made: Meanwhile?
            gateway = try SharedGateway(
                surroundings: {
                    let surroundings = Meanwhile($0)
                    made = surroundings
                    return surroundings
                },
                make: { surroundings throws(PythonError) in
                    try PublishedGateway(
                        identity: Party.identity("gateway"), ledger: PublishedLedger(),
                        surroundings: surroundings)
                })
            surroundings = made
            let node = Party.identity("node-a").publicKey
            let members = #"{"public_name":"a","node_url":"http://a","node_pubkey":"\#(node)"}"#
            #expect(post("/register", members).status == 200)
        }

        func post(_ path: String, _ body: String) -> WebAnswer {
            gateway.answer(
                WebRequest(method: "POST", path: path, body: Array(body.utf8)), atMilliseconds: 0)
        }

        func run(_ script: String) throws {
            try gateway.read { gateway throws(PythonError) in
                try gateway.ledger.store.run(script: script)
            }
        }
    }

    /// A node that is asked directly; before it signs, something else happens.
    private final class Meanwhile: Surroundings {
        var meanwhile: () -> Void = {}
        private let turn: Turn
        private let node = PublishedNode(
            identity: Party.identity("node-a"), model: Silent(), clock: { PythonFloat(1) })

        init(_ turn: Turn) {
            self.turn = turn
        }

        func answer(to call: OutgoingCall) -> CallAnswer {
            if call.url.hasSuffix("/sign_receipt") { turn.givenUp { meanwhile() } }
            let answer = node.answer(
                WebRequest(
                    method: call.method, path: String(call.url.dropFirst("http://a".count)),
                    body: call.body), atMilliseconds: 0)
            return .answered(status: answer.status, body: answer.body)
        }

        func uniqueID() -> String { "8ea494f8-93ee-464a-b427-eb02bc69341a" }
    }

    private struct Silent: TextModel {
        let device = "cpu"

        func generation(
            prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
        ) throws(PythonError) -> TextGeneration {
            TextGeneration(
                text: prompt, inputTokenCount: 1, outputTokenCount: 1,
                lastToken: (id: 2, text: PythonText("</s>")))
        }
    }
}
