import Foundation
import TestSupport
import Testing

@Suite("Nodes of a mesh as processes", .serialized)
struct MeshProcessTests {
    private let folder: TemporaryFolder
    private let network: String

    init() throws {
        folder = try TemporaryFolder()
        network = folder.path + "/swarm"
        let made = try ServedProcess.run(["system", "keygen", "mesh", network, "--keys", "3"])
        #expect(made.code == 0, "\(made.messages)")
    }

    private func key(_ number: Int) -> String { "\(network)/node_\(number).key" }

    private func store(_ number: Int) -> String { "\(network)/node_\(number).store" }

    private func node(_ number: Int, _ more: [String] = ["--new-swarm"]) throws -> ServedProcess {
        try ServedProcess(
            network: network, key: key(number), ["--store", store(number)] + more)
    }

    private func client(
        _ arguments: [String], at number: Int
    ) throws -> (code: Int32, output: String, messages: String) {
        try ServedProcess.run(
            ["system", "client", "mesh"] + arguments
                + ["--node", "\(network)/node_\(number).control"])
    }

    @Test("Stored at one, found at another, also when the first is stopped or all were killed")
    func lives() async throws {
        try await onThread {
            let first = try node(1)
            let second = try node(2, ["--peer", first.address])
            let third = try node(3, ["--peer", first.address])
            let stored = try client(["store", "greeting", "good morning"], at: 1)
            #expect(stored.code == 0, "\(stored)")
            #expect(stored.output.contains("  holders       3\n"), "\(stored)")
            let found = try client(["find", "greeting"], at: 3)
            #expect(found.code == 0 && found.output.hasPrefix("good morning\n"), "\(found)")
            #expect(first.stop() == 0)
            let still = try client(["find", "greeting"], at: 3)
            #expect(still.code == 0 && still.output.hasPrefix("good morning\n"), "\(still)")
            let gone = try client(["status"], at: 1)
            #expect(gone.code == 65, "\(gone)")
            let none = try client(["find", "nothing"], at: 2)
            #expect(none.code == 1 && none.output.isEmpty, "\(none)")
            second.kill()
            third.kill()
            // What was told of is on the disk: one node alone has it again.
            let again = try node(2)
            let kept = try client(["find", "greeting"], at: 2)
            #expect(kept.code == 0 && kept.output.hasPrefix("good morning\n"), "\(kept)")
            let joined = try node(3, ["--peer", again.address])
            #expect(try client(["find", "greeting"], at: 3).code == 0)
            #expect(joined.stop() == 0)
            #expect(again.stop() == 0)
        }
    }

    @Test("A damaged store ends the node with 65 and says where")
    func spoilt() async throws {
        try await onThread {
            let first = try node(1)
            #expect(try client(["store", "greeting", "hello"], at: 1).code == 1)
            first.kill()
            let file = URL(filePath: store(1))
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            let failure = #expect(throws: ServedProcess.Failure.self) { try node(1) }
            #expect(failure?.code == 65)
            #expect(failure?.messages.contains("store: offset ") == true, "\(failure as Any)")
        }
    }

    @Test("Bad input ends with its code and says what was expected")
    func refusals() async throws {
        try await onThread {
            let again = try ServedProcess.run(["system", "keygen", "mesh", network])
            #expect(again.code == 65 && again.messages.contains("not written over"), "\(again)")
            let view = try ServedProcess.run(["system", "keyview", "mesh", key(1)])
            #expect(view.code == 0 && view.output.utf8.count == 65, "\(view)")
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key(2))
            let cases: [(arguments: [String], code: Int32, words: String)] = [
                (["keyview", "mesh", key(2)], 65, "mode 644"),
                (["keyview", "mesh", network + "/mesh.json"], 65, "mode 644"),
                (["keygen", "mesh", folder.path, "--keys", "0"], 64, "keys: expected 1 to 1024"),
                (["serve", "mesh", "--network", network, "--key", key(1)], 64, "got none"),
                (
                    [
                        "serve", "mesh", "--network", network, "--key", key(9), "--new-swarm",
                    ], 65, "expected a file, got none"
                ),
                (
                    [
                        "serve", "mesh", "--network", folder.path, "--key", key(1), "--new-swarm",
                    ], 65, "expected a file, got none"
                ),
                (
                    [
                        "client", "mesh", "find", String(repeating: "n", count: 65), "--node", "n",
                    ], 64, "name: expected 1 to 64 bytes"
                ),
                (["client", "mesh", "status", "--node", key(1)], 65, "a control file"),
            ]
            for (arguments, code, words) in cases {
                let ended = try ServedProcess.run(["system"] + arguments)
                #expect(ended.code == code, "\(arguments): \(ended)")
                #expect(ended.messages.contains(words), "\(arguments): \(ended)")
            }
        }
    }

    @Test("A node that nobody lets join ends with 2, and one that is at work is not doubled")
    func joins() async throws {
        try await onThread {
            let first = try node(1)
            let doubled = #expect(throws: ServedProcess.Failure.self) {
                try ServedProcess(network: network, key: key(1), ["--new-swarm"])
            }
            #expect(doubled?.code == 65, "\(doubled as Any)")
            let address = first.address
            #expect(first.stop() == 0)
            let lonely = #expect(throws: ServedProcess.Failure.self) {
                try node(2, ["--peer", address])
            }
            #expect(lonely?.code == 2, "\(lonely as Any)")
        }
    }
}
