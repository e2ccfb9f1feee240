import Foundation
import NodeServing
import Platform
import Serving
import Synchronization
import TestSupport
import Testing

@Suite("The plain listener")
struct PlainListenerTests {
    private static func limits(
        connections: Int = 4, wait: Int = 5_000, life: Int = 20_000, stop: Int = 500
    ) -> PlainListener.Limits {
        PlainListener.Limits(
            connectionCountMax: connections, waitMilliseconds: wait,
            connectionMilliseconds: life, stopMilliseconds: stop)
    }

    private static let patienceNanoseconds = 120_000_000_000

    /// Answers each line with itself, to the end of input.
    private static func echo(_ limits: PlainListener.Limits) throws -> PlainListener {
        try PlainListener(at: ListeningAddress(port: 0), limits: limits) { connection in
            while case .bytes(let bytes) = connection.read() {
                guard connection.write(bytes) else { return }
            }
        }
    }

    @Test("Bytes go both ways, many connections one after the other and at once")
    func echoes() async throws {
        try await onThread {
            let listener = try Self.echo(Self.limits())
            for round in 0..<50 {
                let client = try RawHTTPClient(port: listener.address.port)
                client.send("hello \(round)")
                client.endSending()
                #expect(try client.all() == Array("hello \(round)".utf8))
            }
            // More than are served at a time: all are, in turn.
            let clients = try (0..<20).map { _ in try RawHTTPClient(port: listener.address.port) }
            for client in clients {
                client.send("x")
                client.endSending()
            }
            for client in clients { #expect(try client.all() == Array("x".utf8)) }
            #expect(listener.stop() == 0)
        }
    }

    @Test("No more connections are served at a time than the bound")
    func bound() async throws {
        try await onThread {
            let now = Mutex(0)
            let most = Mutex(0)
            let listener = try PlainListener(
                at: ListeningAddress(port: 0), limits: Self.limits(connections: 3)
            ) { connection in
                let count = now.withLock { count in
                    count += 1
                    return count
                }
                most.withLock { $0 = max($0, count) }
                _ = connection.read()
                now.withLock { $0 -= 1 }
            }
            let clients = try (0..<12).map { _ in try RawHTTPClient(port: listener.address.port) }
            Pause.wait(milliseconds: 300)
            for client in clients {
                client.send("x")
                client.endSending()
            }
            for client in clients { #expect(try client.all().isEmpty) }
            #expect(most.withLock { $0 } == 3)
            #expect(listener.stop() == 0)
        }
    }

    @Test("A caller that sends nothing is cut off, and so is one that sends a byte now and then")
    func slow() async throws {
        try await onThread {
            let listener = try Self.echo(Self.limits(wait: 300, life: 1_000))
            let watch = Stopwatch()
            let silent = try RawHTTPClient(port: listener.address.port)
            #expect(try silent.all().isEmpty)
            let silence = watch.nanoseconds / 1_000_000
            #expect(silence >= 250, "\(silence) ms")
            // Also where bytes are always there.
            let reader = try PlainListener(
                at: ListeningAddress(port: 0), limits: Self.limits(wait: 300, life: 1_000)
            ) { connection in
                while case .bytes = connection.read() {}
            }
            for (place, pause) in [(listener, 100), (reader, 0)] {
                let trickle = try RawHTTPClient(port: place.address.port)
                let start = Stopwatch()
                var isOpen = true
                while isOpen, start.nanoseconds < Self.patienceNanoseconds {
                    isOpen = trickle.send(".")
                    if pause > 0 { Pause.wait(milliseconds: pause) }
                }
                #expect(!isOpen, "still open")
                let life = start.nanoseconds / 1_000_000
                #expect(life >= 800, "\(life) ms")
                #expect(place.stop() == 0)
            }
        }
    }

    @Test("A stop waits for a while, then cuts off, and frees the port")
    func stop() async throws {
        try await onThread {
            let listener = try Self.echo(Self.limits(stop: 300))
            let clients = try (0..<3).map { _ in try RawHTTPClient(port: listener.address.port) }
            for client in clients { client.send("x") }
            Pause.wait(milliseconds: 200)
            #expect(listener.connectionCount == 3)
            #expect(listener.stop() == 3)
            for client in clients { #expect(try client.all() == Array("x".utf8)) }
            let again = try PlainListener(
                at: listener.address, limits: Self.limits(), serve: { _ in })
            again.stop()
        }
    }

    @Test("A port in use is told in the system's words")
    func taken() throws {
        let listener = try Self.echo(Self.limits())
        defer { listener.stop() }
        let error = #expect(throws: PlainListeningError.self) {
            _ = try Self.echo(at: listener.address)
        }
        #expect(error?.address == listener.address)
    }

    private static func echo(at address: ListeningAddress) throws -> PlainListener {
        try PlainListener(at: address, limits: limits(), serve: { _ in })
    }
}
