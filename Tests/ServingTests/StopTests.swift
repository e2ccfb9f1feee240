import Foundation
import Routing
import Serving
import TestSupport
import Testing

@Suite("A listener's stop")
struct StopTests {
    private static let host = "HTTP/1.1\r\nHost: a\r\n"

    @Test("lets running requests end, closes what only waits, and takes nothing new")
    func busy() async throws {
        let (gate, entered) = (Gate(), Counter())
        let listener = try Listener(at: ListeningAddress(port: 0), limits: .ofTests) {
            request, _ in
            if request.path == "/wait" {
                entered.add()
                gate.wait()
            }
            return EchoRouter.answer(request)
        }
        let port = listener.address.port
        try await onThread {
            let idle = try RawHTTPClient(port: port)
            idle.send("GET / \(Self.host)\r\n")
            #expect(try idle.answer()?.keepsAlive == true)
            let busy = try (0..<5).map { _ in try RawHTTPClient(port: port) }
            for client in busy { client.send("GET /wait \(Self.host)\r\n") }
            while entered.count < busy.count { Thread.sleep(forTimeInterval: 0.001) }
            let left = Left()
            let stopped = Gate()
            Thread.detachNewThread {
                left.set(listener.stop())
                stopped.open()
            }
            // The end of the idle connection shows that the stop has begun.
            #expect(try idle.all() == [])
            #expect(throws: RawHTTPClient.Failure.self) { try RawHTTPClient(port: port) }
            #expect(left.count == nil)
            gate.open()
            for client in busy {
                let answer = try #require(try client.answer())
                #expect(answer.status == 200)
                #expect(!answer.keepsAlive)
                #expect(try client.all() == [])
            }
            stopped.wait()
            #expect(left.count == 0)
        }
    }

    @Test("does not wait for who has connected and said nothing")
    func silent() async throws {
        let listener = try Listener(
            at: ListeningAddress(port: 0),
            limits: ServingLimits(
                bodyByteCountMax: 100, connectionCountMax: 4, requestMilliseconds: 900_000)
        ) { request, _ in EchoRouter.answer(request) }
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            while listener.connectionCount < 1 { Thread.sleep(forTimeInterval: 0.001) }
            let start = ContinuousClock.now
            #expect(listener.stop() == 0)
            // Far below the 30 s that running requests have.
            #expect(.now - start < .seconds(15))
            #expect(try client.all() == [])
        }
    }

    @Test("has no work forgotten that comes behind it")
    func workBehind() async {
        let threads = RouterThreads(countMax: 1)
        #expect(await threads.result { 1 } == 1)
        threads.stop()
        for number in 2...5 { #expect(await threads.result { number } == number) }
    }

    @Test("cuts off what does not end in time, and says how much that was")
    func late() async throws {
        let (gate, entered) = (Gate(), Counter())
        let limits = ServingLimits(
            bodyByteCountMax: 100, connectionCountMax: 4, requestMilliseconds: 900_000,
            stopMilliseconds: 100)
        let listener = try Listener(at: ListeningAddress(port: 0), limits: limits) { request, _ in
            entered.add()
            gate.wait()
            return EchoRouter.answer(request)
        }
        let port = listener.address.port
        try await onThread {
            let client = try RawHTTPClient(port: port)
            client.send("GET / \(Self.host)\r\n")
            while entered.count < 1 { Thread.sleep(forTimeInterval: 0.001) }
            #expect(listener.stop() == 1)
            gate.open()
        }
    }
}

/// A result of another thread.
final class Left: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Int?

    var count: Int? { lock.withLock { value } }

    func set(_ count: Int) { lock.withLock { value = count } }
}
