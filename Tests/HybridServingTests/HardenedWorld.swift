import Cryptography
import Foundation
import HybridChain
import HybridServing
import Platform
import Routing
import Serving
import Synchronization

/// A small chain, and nodes of it behind listeners of this machine.
struct HardenedWorld {
    let genesis: HybridGenesis
    let keys: [Ed25519PrivateKey]
    static let token = Array(repeating: UInt8(ascii: "t"), count: 64)
    static let bearer = "Bearer " + String(repeating: "t", count: 64)

    private static func input(_ number: Int) -> [UInt8] {
        let first = (number % 3) * 80
        return (0..<4).map { place in UInt8(truncatingIfNeeded: first + place * number) }
    }

    init(_ name: String, count: Int = 4, epochSlotCount: UInt64 = 1) {
        let name = Array(name.utf8)
        keys = LabKeys.keys(name: name, count: count)
        let samples = (0..<16).map { number in
            HybridGenesis.Sample(
                input: Self.input(number),
                label: UInt8(number % 3))
        }
        // A test without a genesis cannot go on.
        genesis = HybridGenesis(
            name: name, validators: keys.map { .init(key: $0.publicKey, bond: 1_024) },
            shape: HybridShape(inputCount: 4, hiddenCount: 4, classCount: 3, rank: 2)!,
            faultCount: 0, epochSlotCount: epochSlotCount, samples: samples,
            target: [0x3F] + [UInt8](repeating: 255, count: 31))!
    }

    static let caller = HTTPCaller(
        userAgent: "test",
        limits: HTTPCallLimits(
            milliseconds: 20_000, connectMilliseconds: 5_000, answerByteCountMax: 16 << 20))

    /// The places of nodes, as they become known.
    final class Places: Sendable {
        private let urls: Mutex<[Int: String]> = Mutex([:])  // looked up, never iterated

        func url(_ index: Int) -> String? { urls.withLock { $0[index] } }

        func put(_ url: String?, _ index: Int) { urls.withLock { $0[index] = url } }
    }

    /// A node behind a listener; slots and ticks are the test's.
    final class Served {
        let node: SharedHybridNode
        let listener: Listener
        let index: Int
        private let places: Places

        init(
            _ world: HardenedWorld, _ index: Int, _ places: Places, store: String? = nil
        ) throws {
            let others = world.keys.indices.filter { $0 != index }
            let node = HybridNode(
                genesis: world.genesis, key: world.keys[index],
                peers: SharedHybridNode.sources(count: others.count))
            let file = try store.map { try HybridStoreFile(path: $0, node) }
            let shared = SharedHybridNode(
                node, store: file,
                facts: HybridFacts(
                    client: "test",
                    peers: others.map { other in { @Sendable in places.url(other) } },
                    token: HardenedWorld.token),
                caller: HardenedWorld.caller)
            self.node = shared
            self.index = index
            self.places = places
            listener = try Listener(
                at: ListeningAddress(port: 0),
                limits: ServingLimits(
                    bodyByteCountMax: 6 << 20, connectionCountMax: 64,
                    requestMilliseconds: 60_000)
            ) { request, origin in
                shared.answer(
                    SharedHybridNode.Asked(
                        request, peerAddress: origin.peerAddress, contentType: origin.contentType,
                        authorization: origin.authorization))
            }
            places.put(listener.address.url, index)
        }

        var height: UInt64 { node.read { $0.tree.head.number } }

        var head: [UInt8] { node.read { $0.tree.head.hash } }

        func stop() {
            places.put(nil, index)
            _ = listener.stop()
        }
    }

    /// Has something become true, with heartbeats of all meanwhile; false after very long.
    static func comes(_ nodes: [Served], _ isThere: () -> Bool) -> Bool {
        for _ in 0..<600 {
            if isThere() { return true }
            for one in nodes { one.node.beat() }
            Pause.wait(milliseconds: 50)
        }
        return isThere()
    }

    static func get(_ node: SharedHybridNode, _ path: String, _ query: String = "") -> WebAnswer {
        node.answer(.init(WebRequest(method: "GET", path: path, query: query)))
    }

    static func post(_ node: SharedHybridNode, _ path: String, _ body: [UInt8]) -> WebAnswer {
        node.answer(.init(WebRequest(method: "POST", path: path, body: body)))
    }

    static func engine(
        _ node: SharedHybridNode, _ method: String, _ parameters: String,
        authorization: String = bearer, contentType: String = "application/json"
    ) -> (status: Int, text: String) {
        let body = #"{"id":7,"method":"\#(method)","params":[\#(parameters)]}"#
        let answer = node.answer(
            .init(
                WebRequest(method: "POST", path: "/engine", body: Array(body.utf8)),
                contentType: contentType, authorization: authorization))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }
}
