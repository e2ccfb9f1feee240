import Foundation
import GatewayNetwork
import Routing
import TestSupport
import Testing

@Suite("A hardened gateway whose store fails")
struct FailedStoreTests {
    @Test("What was not stored is neither taken before nor to be seen")
    func lost() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.path + "/receipts.db"
        let bench = try Bench(path: path)
        let router = HardenedRouter(WholeGateway(ledger: bench.system))
        func status(_ method: String, _ path: String, _ body: [UInt8] = []) -> Int {
            router.answer(
                WebRequest(method: method, path: path, body: body),
                atMilliseconds: Bench.milliseconds
            ).status
        }
        let stored = try bench.receipt("stored")
        #expect(status("POST", "/receipt", stored) == 200)
        #expect(status("POST", "/receipt", stored) == 409)
        try FileManager.default.removeItem(atPath: path)
        let lost = try bench.receipt("lost")
        for _ in 0..<2 { #expect(status("POST", "/receipt", lost) == 503) }
        #expect(status("POST", "/receipt", stored) == 503)
        #expect(status("GET", "/receipts") == 503)
        #expect(bench.system.storeFailure != nil)
    }
}
