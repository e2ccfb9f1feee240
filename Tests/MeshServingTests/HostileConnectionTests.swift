import Foundation
import MeshNetwork
import MeshServing
import TestSupport
import Testing

@Suite("Hostile bytes at a mesh's node", .serialized)
struct HostileConnectionTests {
    private static func answers(_ node: MeshServer) throws -> Bool {
        try ServedMesh.count("registered", at: node) == 2
    }

    @Test("Random bytes, frames of them, and changed messages end their connection, and no more")
    func bytes() async throws {
        try await onThread {
            let network = ServedMesh.network(count: 2)
            let node = try ServedMesh.node(network, 0)
            defer { node.stop() }
            var generator = SeededGenerator(seed: 2_101)
            let port = Int(node.address.address.port)
            let request = Self.request(network, to: node)
            for number in 0..<Thoroughness.count(5_000, else: 300) {
                let client = try RawHTTPClient(port: port, receiveSeconds: 60)
                var bytes = (0..<Int.random(in: 1...2_000, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                switch number % 3 {
                case 0: break
                case 1: bytes = FrameReader.frame(bytes)
                default:
                    bytes = request
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                    bytes = FrameReader.frame(bytes)
                }
                client.send(bytes)
                if number % 7 == 0 { client.reset() } else { client.endSending() }
            }
            #expect(try Self.answers(node))
            // The same request unchanged is answered: the bytes were good but for the change.
            let client = try RawHTTPClient(port: port, receiveSeconds: 60)
            client.send(FrameReader.frame(request))
            client.endSending()
            var reader = FrameReader()
            reader.take(try client.all())
            #expect(try reader.next().flatMap { MeshContact(bytes: $0) }?.key == node.address.key)
            let answer = try reader.next().flatMap { MeshMessage(bytes: $0) }
            guard case .answer(let answer)? = answer else {
                Issue.record("expected an answer")
                return
            }
            #expect(answer.body == .alive && answer.recipient == network.signers[1].key)
        }
    }

    /// A ping of the second peer.
    private static func request(_ network: ServedMesh.Network, to node: MeshServer) -> [UInt8] {
        let parameters = network.file.parameters
        let slot = parameters.slot(
            atMilliseconds: Int(Date().timeIntervalSince1970 * 1_000))
        let card = MeshContact(
            address: Array("127.0.0.1:1".utf8), slot: slot, by: network.signers[1],
            network: parameters.network)
        let request = MeshRequest(
            .ping, to: node.address.key, from: card, slot: slot, nonce: 1, by: network.signers[1],
            network: parameters.network)
        return MeshMessage.request(request).bytes
    }

    @Test("A length that no frame has ends the connection at once, whatever follows")
    func lengths() async throws {
        try await onThread {
            let node = try ServedMesh.node(ServedMesh.network(count: 2), 0)
            defer { node.stop() }
            for length: [UInt8] in [[0, 0, 0, 0], [0, 1, 0, 1], [255, 255, 255, 255]] {
                let client = try RawHTTPClient(
                    port: Int(node.address.address.port), receiveSeconds: 60)
                client.send(length)
                // The card, and the end.
                #expect(try client.all().count < 200)
            }
            #expect(try Self.answers(node))
        }
    }

    @Test("A frame that never ends, and a stranger who says nothing, are cut off in time")
    func slow() async throws {
        try await onThread {
            var limits = MeshServingLimits()
            (limits.frameMilliseconds, limits.introductionMilliseconds) = (200, 400)
            let node = try ServedMesh.node(ServedMesh.network(count: 2), 0, limits: limits)
            defer { node.stop() }
            for bytes: [UInt8] in [[], [0], [0, 0, 1, 0, 1, 2, 3]] {
                let client = try RawHTTPClient(
                    port: Int(node.address.address.port), receiveSeconds: 60)
                client.send(bytes)
                #expect(try client.all().count < 200)
            }
            #expect(try Self.answers(node))
        }
    }

    @Test("More connections than the bound end the oldest strangers, and peers still join")
    func many() async throws {
        try await onThread {
            var limits = MeshServingLimits()
            limits.incomingCountMax = 8
            let network = ServedMesh.network(count: 2)
            let node = try ServedMesh.node(network, 0, limits: limits)
            defer { node.stop() }
            let clients = try (0..<64).map { _ in
                try RawHTTPClient(port: Int(node.address.address.port), receiveSeconds: 60)
            }
            // The bound ends the first of them.
            #expect(try clients[0].all().count < 200)
            #expect(try ServedMesh.count("connections", at: node).map { $0 <= 8 } == true)
            let second = try ServedMesh.node(network, 1, peers: [node.address])
            second.stop()
            #expect(clients.count == 64)
        }
    }

    @Test("A reader that does not read is cut off, and its bytes are bounded")
    func deafness() async throws {
        try await onThread {
            var limits = MeshServingLimits()
            limits.stallMilliseconds = 300
            let network = ServedMesh.network(count: 2)
            let node = try ServedMesh.node(network, 0, limits: limits)
            defer { node.stop() }
            let client = try RawHTTPClient(
                port: Int(node.address.address.port), receiveSeconds: 60)
            let frame = FrameReader.frame(Self.request(network, to: node))
            // One is answered, the others are refused as spent, and then it is over.
            for _ in 0..<1_000 where client.send(frame) {}
            #expect(try Self.answers(node))
        }
    }

    @Test("The operator's port wants a token, JSON and short lines")
    func control() async throws {
        try await onThread {
            let node = try ServedMesh.node(ServedMesh.network(count: 2), 0)
            defer { node.stop() }
            func answer(_ bytes: [UInt8]) throws -> String {
                let client = try RawHTTPClient(
                    port: Int(node.control.address.port), receiveSeconds: 60)
                client.send(bytes)
                client.endSending()
                return String(decoding: try client.all(), as: UTF8.self)
            }
            let wrong = ControlRequest(token: String(repeating: "0", count: 64), .status)
            #expect(try answer(wrong.line + [0x0A]).contains("\"code\":\"token\""))
            #expect(try answer(Array("GET / HTTP/1.1\r\n\r\n".utf8)).contains("\"code\":\"form\""))
            #expect(try answer([UInt8](repeating: 0x20, count: 1 << 20)) == "")
            #expect(try answer([0xFF, 0x0A]).contains("\"code\":\"form\""))
            #expect(try Self.answers(node))
        }
    }
}
