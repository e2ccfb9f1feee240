import Encodings
import Foundation
import MeshNetwork
import MeshServing
import Platform
import TestSupport
import Testing
import Trials

@Suite("Files of a mesh's nodes")
struct MeshFilesTests {
    private let folder: TemporaryFolder
    private let mesh = ServedMesh.network(count: 3)

    init() throws {
        folder = try TemporaryFolder(inMemory: true)
    }

    private var path: String { folder.path + "/node.store" }

    /// Records of two owners, one of whom signed two of one sequence.
    private func records() throws -> [MeshRecord] {
        let parameters = mesh.file.parameters
        let milliseconds = WallClock.milliseconds
        var node = MeshNode(
            parameters, mesh.file.registry, mesh.signers[0], address: [1],
            atMilliseconds: milliseconds, seed: "records")
        for (signer, value) in [(0, "first"), (1, "second"), (1, "another")] {
            var draft = MeshRecord.Draft(
                kind: .value, epoch: 0, slot: node.slot,
                expiry: parameters.epoch(ofSlot: node.slot) + 4, value: Array(value.utf8))
            draft.name = Array("name".utf8)
            draft.sequence = 1
            let record = MeshRecord(draft, by: mesh.signers[signer], network: parameters.network)
            do {
                try node.hold(record)
            } catch {
                #expect(value == "another" && error.by.name == "equivocation", "\(error)")
            }
        }
        return node.storage.records
    }

    /// The store, once no child that another test has just started holds its lock.
    private func opened(_ parameters: MeshParameters) throws -> MeshStoreFile {
        for _ in 0..<200 {
            do {
                return try MeshStoreFile(path: path, parameters)
            } catch PlatformError.locked {
                Pause.wait(milliseconds: 10)
            }
        }
        return try MeshStoreFile(path: path, parameters)
    }

    private func written() throws -> [UInt8] {
        let records = try records()
        #expect(records.count == 3)
        var store = try opened(mesh.file.parameters)
        #expect(store.records.isEmpty)
        try store.follow(records)
        return try WholeFile.read(path, byteCountMax: 1 << 20)
    }

    @Test("A store has the records that it was given, and another node takes them")
    func store() throws {
        _ = try written()
        let records = try records()
        let store = try opened(mesh.file.parameters)
        #expect(store.records == records)
        #expect(throws: PlatformError.locked(path: path + ".lock")) {
            _ = try MeshStoreFile(path: path, mesh.file.parameters)
        }
        var node = MeshNode(
            mesh.file.parameters, mesh.file.registry, mesh.signers[2], address: [1],
            atMilliseconds: WallClock.milliseconds, seed: "restored")
        #expect(node.restore(store.records) == 3)
        #expect(node.storage.records == records)
    }

    @Test("A store with any byte changed, cut or added is refused, with the offset")
    func spoilt() throws {
        let bytes = try written()
        func refusal(_ bytes: [UInt8]) throws -> String? {
            try Data(bytes).write(to: URL(filePath: path))
            do {
                _ = try opened(mesh.file.parameters)
                return nil
            } catch let refusal as Refusal {
                return refusal.by.name == "store" ? refusal.message : nil
            }
        }
        #expect(try refusal(bytes) == nil)
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 1 << UInt8(place % 8)
            #expect(try refusal(other)?.hasPrefix("offset ") == true, "byte \(place)")
            let cut = try refusal(Array(bytes[..<place]))
            #expect(cut?.hasPrefix("offset ") == true, "\(place) bytes")
        }
        #expect(try refusal(bytes + [0])?.hasPrefix("offset ") == true)
        let other = ServedMesh.network(count: 1).file
        #expect(throws: Refusal.self) { _ = try opened(other.parameters) }
    }

    @Test("A network's file is read as it was written, and no other form of it")
    func network() throws {
        let text = Array(mesh.file.json.prettyText.utf8)
        let file = folder.path + "/" + MeshNetworkFile.name
        try WholeFile.write(text, to: file)
        let read = try MeshNetworkFile(folder: folder.path)
        #expect(read.parameters == mesh.file.parameters)
        #expect(read.peers == mesh.file.peers)
        for place in stride(from: 0, to: text.count, by: 3) {
            var other = text
            other.remove(at: place)
            try WholeFile.write(other, to: file)
            // White space may go, a digit of a number and a letter of the name, too.
            _ = try? MeshNetworkFile(folder: folder.path)
            try WholeFile.write(Array(text[..<place]), to: file)
            #expect(throws: MeshFileError.self) { try MeshNetworkFile(folder: folder.path) }
        }
    }

    @Test("A network's file names a peer once, and knows four classes")
    func peers() throws {
        let text = mesh.file.json.compactText
        let first = Hexadecimal.text(of: mesh.file.peers[0].key.bytes)
        let second = Hexadecimal.text(of: mesh.file.peers[1].key.bytes)
        for other in [
            text.replacing(second, with: first),
            text.replacing("\"validator\"", with: "\"owner\""),
            text.replacing("\"stake\":", with: "\"stake\":-"),
            text.replacing("\"name\"", with: "\"names\""),
        ] {
            #expect(throws: StrictJSON.Failure.self) {
                let value = try JSONParser.parse(Array(other.utf8), byteCountMax: 1 << 20)
                _ = try MeshNetworkFile(StrictJSON(value))
            }
        }
    }

    @Test("A control file is private, and read as it was written")
    func control() throws {
        let file = folder.path + "/node.control"
        let control = ControlFile(drawnFor: MeshAddress(loopbackPort: 4_001))
        try control.write(to: file)
        #expect(try ControlFile(path: file) == control)
        try control.write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        #expect(throws: PlatformError.self) { try ControlFile(path: file) }
    }
}
