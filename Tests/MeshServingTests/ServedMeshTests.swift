import Encodings
import Foundation
import MeshNetwork
import MeshServing
import Platform
import TestSupport
import Testing

@Suite("Nodes of a mesh over TCP", .serialized)
struct ServedMeshTests {
    @Test("A record that is stored at one is found at another, and when the first is stopped")
    func threeNodes() async throws {
        try await onThread {
            let network = ServedMesh.network(count: 3)
            let first = try ServedMesh.node(network, 0)
            let second = try ServedMesh.node(network, 1, peers: [first.address])
            let third = try ServedMesh.node(network, 2, peers: [first.address])
            defer {
                second.stop()
                third.stop()
            }
            #expect(try ServedMesh.find("greeting", at: third) == [])
            let stored = try ServedMesh.store("greeting", "good morning", at: first)
            #expect(stored.member("is_quorum")?.booleanValue == true)
            #expect(stored.member("holders")?.integerValue == 3)
            #expect(try ServedMesh.find("greeting", at: second) == ["good morning"])
            #expect(try ServedMesh.count("contacts", at: third) == 2)
            first.stop()
            #expect(try ServedMesh.find("greeting", at: third) == ["good morning"])
            let again = try ServedMesh.store("greeting", "good evening", at: second)
            #expect(again.member("is_quorum")?.booleanValue == true)
            #expect(
                try ServedMesh.find("greeting", at: third).compactMap(\.self).sorted()
                    == ["good evening", "good morning"])
        }
    }

    @Test("A node alone has no quorum, and says so")
    func alone() async throws {
        try await onThread {
            let node = try ServedMesh.node(ServedMesh.network(count: 3), 0)
            defer { node.stop() }
            let stored = try ServedMesh.store("greeting", "hello", at: node)
            #expect(stored.member("is_quorum")?.booleanValue == false)
            #expect(stored.member("holders")?.integerValue == 1)
            #expect(try ServedMesh.find("greeting", at: node) == ["hello"])
        }
    }

    @Test("A node does not join by another key's address, nor by an address of nobody")
    func strangers() async throws {
        try await onThread {
            let network = ServedMesh.network(count: 3)
            let first = try ServedMesh.node(network, 0)
            defer { first.stop() }
            let elsewhere = [
                MeshPeerAddress(key: network.signers[1].key, address: first.address.address),
                MeshPeerAddress(key: first.address.key, address: MeshAddress(loopbackPort: 1)),
            ]
            for (peer, reason) in zip(elsewhere, ["a node of another key", "nobody who listens"]) {
                let server = try MeshServer(
                    network.file, network.signers[2], at: MeshAddress(loopbackPort: 0),
                    peers: [peer])
                defer { server.stop() }
                let told = server.joinReason(afterMilliseconds: 2_500)
                let isTold = told.map { $0.hasSuffix(reason) || $0.hasSuffix("no connection") }
                #expect(isTold == true, "\(told ?? "joined")")
            }
        }
    }

    @Test("A node that comes back with its store has its records, without any other")
    func restarts() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let network = ServedMesh.network(count: 1)
            let path = folder.path + "/node.store"
            func node() throws -> MeshServer {
                try ServedMesh.node(
                    network, 0, store: MeshStoreFile(path: path, network.file.parameters))
            }
            let first = try node()
            _ = try ServedMesh.store("greeting", "hello", at: first)
            // Told of, so on the disk: what a killed node leaves is read here.
            let bytes = try WholeFile.read(path, byteCountMax: 1 << 20)
            let kept = try MeshStoreDocument.records(
                in: bytes, network: network.file.parameters.network)
            #expect(kept.map(\.value) == [Array("hello".utf8)])
            first.stop()
            let second = try node()
            defer { second.stop() }
            #expect(second.restoredCount == 1)
            #expect(try ServedMesh.find("greeting", at: second) == ["hello"])
        }
    }
}
