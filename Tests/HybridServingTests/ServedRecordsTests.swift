import HybridServing
import Platform
import Routing
import Synchronization
import TestSupport
import Testing

@Suite("The operator's door to the records of a served engine")
struct ServedRecordsTests {
    /// A face whose clock stands at a second that tests set.
    private final class Served: Sendable {
        let now = Mutex(1_000)

        func face() -> PublishedEngineFace {
            PublishedEngineFace(
                time: EngineTime(
                    seconds: { self.now.withLock { $0 } }, wait: { _, _ in }))
        }
    }

    private static func ask(
        _ face: PublishedEngineFace, _ method: String, _ key: String, _ query: String = "",
        _ body: [UInt8] = []
    ) -> WebAnswer? {
        face.answer(
            WebRequest(
                method: method, path: "/glyphlab/records/\(key)", query: query, body: body),
            contentType: "")
    }

    @Test("a record is kept for its seconds, and a later expiry takes its place")
    func times() {
        let served = Served()
        let face = served.face()
        #expect(Self.ask(face, "GET", "a:b")?.status == 404)
        #expect(Self.ask(face, "PUT", "a:b", "seconds=10", [7])?.status == 200)
        #expect(Self.ask(face, "GET", "a:b")?.body == [7])
        #expect(Self.ask(face, "PUT", "a:b", "seconds=10", [8])?.status == 409)
        #expect(Self.ask(face, "PUT", "a:b", "seconds=11", [8])?.status == 200)
        served.now.withLock { $0 = 1_011 }
        #expect(Self.ask(face, "GET", "a:b")?.body == [8])
        served.now.withLock { $0 = 1_012 }
        #expect(Self.ask(face, "GET", "a:b")?.status == 404)
        #expect(Self.ask(face, "PUT", "a:b", "", [1])?.status == 200)
        served.now.withLock { $0 = 4_612 }
        #expect(Self.ask(face, "GET", "a:b")?.status == 200)
        served.now.withLock { $0 = 4_613 }
        #expect(Self.ask(face, "GET", "a:b")?.status == 404)
    }

    @Test("sizes are bounded")
    func bounds() {
        let face = Served().face()
        let long = [UInt8](repeating: 1, count: 4_097)
        #expect(Self.ask(face, "PUT", "a", "", long)?.status == 413)
        #expect(Self.ask(face, "PUT", "a", "", Array(long.dropLast()))?.status == 200)
        for key in ["", "a%20", String(repeating: "a", count: 257)] {
            #expect(Self.ask(face, "PUT", key)?.status == 400)
        }
        for query in [
            "seconds=", "seconds=-1", "seconds=+1", "seconds=1000000001", "x=1", "seconds=1&a=2",
            "seconds=99999999999999999999", "second=1", "seconds=٣",
        ] {
            #expect(Self.ask(face, "PUT", "a", query)?.status == 400, "\(query)")
        }
        #expect(Self.ask(face, "DELETE", "a")?.status == 405)
        #expect(Self.ask(face, "PUT", "b", "seconds=1000000000")?.status == 200)
        for index in 0..<5_000 {
            #expect(Self.ask(face, "PUT", "key\(index)", "seconds=5")?.status == 200)
        }
        // The earliest had to go; those of one second, the smaller keys first.
        #expect(Self.ask(face, "GET", "key0")?.status == 404)
        #expect(Self.ask(face, "GET", "key999")?.status == 200)
    }
}
