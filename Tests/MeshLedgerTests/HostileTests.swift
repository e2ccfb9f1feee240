import Foundation
import MeshLedger
import MeshNetwork
import Testing
import Trials

@Suite("Hostile calls at the hardened mesh's ledger")
struct HostileTests {
    /// All 200,000 if asked to be thorough.
    private static let callCount =
        ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] == "1" ? 200_000 : 12_000

    @Test("Changed calls are answered under all guards, and change nothing where refused")
    func guarded() throws {
        var hostile = HostileLedger(seed: "guarded", try GoldenLedger.made())
        try hostile.play(callCount: Self.callCount / 2, .all)
        #expect(hostile.unequalCount == 0)
        #expect(hostile.changedCount == 0)
        #expect(hostile.takenCount == 0)
    }

    @Test("Changed calls are answered where guards are taken out")
    func unguarded() throws {
        var hostile = HostileLedger(seed: "unguarded", try GoldenLedger.made())
        for _ in 0..<6 {
            try hostile.play(callCount: Self.callCount / 12, hostile.someGuards())
        }
        let none = MeshLedgerGuards.all.reduce(Guards.all) { $0.without($1) }
        try hostile.play(callCount: Self.callCount / 12, none)
        #expect(hostile.unequalCount == 0)
        #expect(hostile.changedCount == 0)
        #expect(hostile.takenCount > 0)
    }

    @Test("Each call of the golden is read and written with the same bytes; each prefix is none")
    func inverse() throws {
        let calls = try GoldenLedger.made().slots.flatMap(\.calls).map(\.bytes)
        var kinds: Set<UInt8> = []  // sorted where it is read out, else never iterated
        for bytes in calls {
            let call = MeshCall(bytes: bytes)
            #expect(call?.bytes == bytes)
            #expect(MeshCall(bytes: bytes + [0]) == nil)
            if let kind = call?.body.kind { kinds.insert(kind) }
        }
        #expect(kinds.sorted() == Array(0..<MeshCallBody.kindCount))
        for bytes in calls.prefix(8) {
            for count in bytes.indices {
                #expect(MeshCall(bytes: Array(bytes.prefix(count))) == nil)
            }
        }
    }
}
