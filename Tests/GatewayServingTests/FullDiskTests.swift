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
}
