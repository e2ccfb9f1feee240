import Foundation
import PublishedGateways
import Synchronization
import TestSupport
import Testing

@Suite("A gateway that is killed")
struct KillTests {
    private static let seed: UInt64 = 0x18_9111
    private static let momentCount = Thoroughness.count(100, else: 5)
    private static let connectionCount = 8

    /// What clients were told, by the numbers of their receipts.
    private final class Told: Sendable {
        let confirmed = Mutex<[Int]>([])
        let next = Counter()
    }

    @Test("No receipt that was confirmed is lost, none is there twice, and the chain is whole")
    func moments() async throws {
        try await onThread { try Self.run() }
    }

    private static func run() throws {
        let folder = try TemporaryFolder()
        let node = try ServedNode("node-a")
        var generator = SeededGenerator(seed: seed)
        let told = Told()
        for moment in 0..<momentCount {
            let program = try ServedProcess(folder: folder.path)
            let client = try RawHTTPClient(port: program.port)
            #expect(try node.register(client))
            let countBefore = told.confirmed.withLock { $0.count }
            let (done, end) = (Counter(), Gate())
            for _ in 0..<connectionCount {
                Thread.detachNewThread {
                    play(program.port, told)
                    if done.add() == connectionCount { end.open() }
                }
            }
            // Moments from before the first receipt to the midst of many.
            let milliseconds = Int.random(in: 1...400, using: &generator)
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000)
            program.kill()
            end.wait()
            let confirmed = told.confirmed.withLock { $0 }
            let kept = try Kept.numbers(try PublishedLedger(path: folder.path + "/gateway.db"))
            let place = "moment \(moment) of seed \(seed), after \(milliseconds) ms"
            #expect(Set(confirmed).subtracting(kept) == [], "\(place)")
            #expect(Set(kept).count == kept.count, "\(place)")
            if moment == momentCount - 1 {
                print(
                    "  \(momentCount) kills, \(confirmed.count) receipts confirmed, "
                        + "\(kept.count) there, \(confirmed.count - countBefore) of the last run")
            }
        }
        // The program itself goes on with what is there.
        let program = try ServedProcess(folder: folder.path)
        let client = try RawHTTPClient(port: program.port)
        let listed = try #require(try client.exchange("GET", "/receipts"))
        let numbers = listed.text.matches(of: /"output_tokens":(\d+)/).compactMap { Int($0.1) }
        let confirmed = told.confirmed.withLock { $0 }
        #expect(!confirmed.isEmpty)
        #expect(Set(confirmed).subtracting(numbers) == [])
        #expect(program.stop() == 0)
        #expect(try PublishedLedger(path: folder.path + "/gateway.db").isChainGood())
    }

    /// Requests of one connection, until it breaks.
    private static func play(_ port: Int, _ told: Told) {
        guard let client = try? RawHTTPClient(port: port) else { return }
        while true {
            let number = told.next.add()
            let isConfirmed =
                number % 2 == 0
                ? try? Kept.asksForText(number, client) : try? Kept.gossips(number, client)
            guard isConfirmed == true else { return }
            told.confirmed.withLock { $0.append(number) }
        }
    }
}
