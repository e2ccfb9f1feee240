import Encodings
import Foundation
import Platform
import Routing
import Serving
import Synchronization
import TestSupport
import Testing

/// A server that passes on an honest node's answers, but for those that it lies in.
private final class Liar: Sendable {
    private let listener: Listener
    private let asked: AskedPaths

    /// - Parameter lie: the body of an answer, from the path and the honest body.
    init(
        about honest: String, lie: @escaping @Sendable (_ path: String, [UInt8]) -> [UInt8]
    ) throws {
        let asked = AskedPaths()
        self.asked = asked
        listener = try Listener(
            at: try #require(ListeningAddress("\(ListeningAddress.loopback):0")),
            limits: ServingLimits(
                bodyByteCountMax: 1 << 20, connectionCountMax: 64, requestMilliseconds: 10_000)
        ) { request, _ in
            asked.add(request.path)
            let query = request.query.isEmpty ? "" : "?" + request.query
            guard request.method == "GET",
                let body = try? NodeProcess.body(honest + request.path + query)
            else { return WebAnswer(status: 404, contentType: "text/plain", body: []) }
            return WebAnswer(
                status: 200, contentType: "application/octet-stream",
                body: lie(request.path, body))
        }
    }

    var url: String { listener.address.url }

    func askedCount(_ path: String) -> Int { asked.all.count { $0 == path } }

    func stop() { listener.stop() }
}

private final class AskedPaths: Sendable {
    private let paths = Mutex<[String]>([])

    var all: [String] { paths.withLock { $0 } }

    func add(_ path: String) { paths.withLock { $0.append(path) } }
}

@Suite("Liars about their work, as processes see them", .serialized)
struct LiarTests {
    private static let clock = ["--clock", "1800000000:20"]

    @Test("A hardened node finds false headers, asks their sender no more, and goes on")
    func hardened() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let honest = try NodeProcess(
                "run", "hardened", folder.path + "/a.db", seed: "0e", Self.clock)
            try honest.wait(height: 3)
            let liar = try Liar(about: honest.url) { path, body in
                guard path == "/headers", body.count > 249 else { return body }
                // A bit of the last header, whose stamp then holds no more.
                var lie = body
                lie[body.count - 200] ^= 1
                return lie
            }
            let node = try NodeProcess(
                "run", "hardened", folder.path + "/b.db", seed: "0f",
                Self.clock + ["--wallet", "bob", "--peers", liar.url])
            try NodeProcess.wait("the liar is found") {
                let metrics = String(
                    decoding: try NodeProcess.body(node.url + "/metrics"), as: UTF8.self)
                return metrics.contains("glyphlab_node_peers{state=\"banned\"} 1\n")
            }
            let count = liar.askedCount("/headers")
            let height = try node.status().height
            try node.wait(height: height + 2)
            #expect(liar.askedCount("/headers") == count)
            #expect(node.process.stop() == 0)
            #expect(honest.process.stop() == 0)
            liar.stop()
        }
    }

    @Test("A published node fetches a liar's chain at each poll, refuses it, and goes on")
    func published() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let honest = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "0e",
                Self.clock + ["--new-chain"])
            try honest.wait(height: 3)
            let liar = try Liar(about: honest.url) { path, body in
                guard path == "/status" else { return Array("[]".utf8) }
                let text = String(decoding: body, as: UTF8.self)
                return Array(
                    text.replacing(#/"work": "\d+"/#, with: "\"work\": \"99999999999\"").utf8)
            }
            let node = try NodeProcess(
                "run", "published", folder.path + "/b", seed: "0f",
                Self.clock + ["--new-chain", "--wallet", "bob", "--peers", liar.url])
            try NodeProcess.wait("three polls") { liar.askedCount("/chain") >= 3 }
            let height = try node.status().height
            try node.wait(height: height + 1)
            #expect(node.process.stop() == 0)
            #expect(honest.process.stop() == 0)
            liar.stop()
        }
    }
}
