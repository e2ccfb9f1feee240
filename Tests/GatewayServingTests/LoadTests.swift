import Foundation
import PublishedGateways
import Synchronization
import TestSupport
import Testing

@Suite("A gateway under load")
struct LoadTests {
    private static let connectionCount = 50
    private static let requestCount = Thoroughness.count(20_000, else: 1_000)
    /// The most that the program's memory may grow by after its first tenth of requests.
    private static let growthKibibytesMax = 64 << 10

    /// The numbers of requests whose receipts were confirmed; a wrong answer is kept as its text.
    private final class Outcomes: Sendable {
        let confirmed = Mutex<[Int]>([])
        let wrong = Mutex<[String]>([])
        let early = Mutex<Int?>(nil)
    }

    @Test("Each request of many connections gets its one answer, and each receipt its one row")
    func load() async throws {
        try await onThread { try Self.run() }
    }

    private static func run() throws {
        let folder = try TemporaryFolder()
        let program = try ServedProcess(folder: folder.path)
        let nodes = try ["node-a", "node-b", "node-c"].map { try ServedNode($0) }
        let client = try RawHTTPClient(port: program.port)
        for node in nodes { #expect(try node.register(client)) }
        let outcomes = Outcomes()
        let (done, end, next) = (Counter(), Gate(), Counter())
        let start = Date()
        for _ in 0..<connectionCount {
            Thread.detachNewThread {
                do {
                    try play(program.port, next, outcomes) { program.memoryKibibytes }
                } catch {
                    outcomes.wrong.withLock { $0.append("\(error)") }
                }
                if done.add() == connectionCount { end.open() }
            }
        }
        end.wait()
        let seconds = Date().timeIntervalSince(start)
        #expect(outcomes.wrong.withLock { $0 } == [])
        let last = program.memoryKibibytes
        if let early = outcomes.early.withLock({ $0 }), let last {
            print(
                "  \(requestCount) requests in \(Int(seconds * 1_000)) ms, memory \(early) KiB "
                    + "after a tenth, \(last) KiB at the end")
            #expect(last - early < growthKibibytesMax)
        }
        #expect(program.stop() == 0)
        let confirmed = outcomes.confirmed.withLock { $0 }
        #expect(confirmed.count == (1...requestCount).count { $0 % 4 < 2 })
        let ledger = try PublishedLedger(path: folder.path + "/gateway.db")
        #expect(try ledger.isChainGood())
        #expect(try Kept.numbers(ledger) == confirmed.sorted())
        withExtendedLifetime(nodes) {}
    }

    /// Requests of one connection, until no number is left.
    private static func play(
        _ port: Int, _ next: Counter, _ outcomes: Outcomes, memory: () -> Int?
    ) throws {
        let client = try RawHTTPClient(port: port)
        while true {
            let number = next.add()
            if number == requestCount / 10 { outcomes.early.withLock { $0 = memory() } }
            guard number <= requestCount else { break }
            let isRight =
                switch number % 4 {
                case 0: try Kept.asksForText(number, client)
                case 1: try Kept.gossips(number, client)
                case 2: try client.exchange("GET", "/peers")?.text == "[]"
                default:
                    try client.exchange(
                        "POST", "/price/quote",
                        #"{"input_tokens":10,"output_tokens":\#(number * 1_000),"wall_time_ms":0}"#
                    )?.text.contains("\(number * 100 + 1)") == true
                }
            if isRight, number % 4 < 2 { outcomes.confirmed.withLock { $0.append(number) } }
            if !isRight { outcomes.wrong.withLock { $0.append("\(number)") } }
        }
        // A further answer would come in the place of this one's end.
        client.endSending()
        #expect(try client.all() == [])
    }
}
