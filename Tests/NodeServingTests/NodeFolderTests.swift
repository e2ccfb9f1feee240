import Foundation
import TestSupport
import Testing

/// The folder of a published node beside a reading of it in Python, which shares no code with it.
@Suite("A node's folder by other eyes", .serialized)
struct NodeFolderTests {
    private static let clock = ["--clock", "1800000000:20"]

    private static func facts(_ arguments: [String]) throws -> [String] {
        String(decoding: try Python.script("read_node_folder.py", arguments), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// The units of a wallet, by its name.
    private static func units(of name: String, _ facts: [String]) -> Int? {
        facts.first { $0.hasPrefix("\(name) ") }?.split(separator: " ").last.flatMap { Int($0) }
    }

    @Test(
        "Python reads the folder that a node wrote, and a node goes on with the one that Python wrote",
        .enabled(if: Python.has("json"), "\(Python.skipNote("its standard library"))"))
    func bothWays() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let (own, other) = (folder.path + "/a", folder.path + "/b")
            let first = try NodeProcess(
                "run", "published", own, seed: "0a", Self.clock + ["--new-chain", "--wallet", "me"])
            try first.wait(height: 4)
            #expect(first.process.stop() == 0)
            // A second wallet, which a run makes, and payments both ways that wait.
            let wallets = own + "/poi_wallets.json"
            let maker = try NodeProcess(
                "run", "published", own, seed: "0d", Self.clock + ["--wallet", "you"])
            try NodeProcess.wait("a second wallet") {
                try String(contentsOfFile: wallets, encoding: .utf8).contains("\"you\"")
            }
            #expect(maker.process.stop() == 0)
            let before = try Self.facts([own])
            let payment = try ServedProcess.run(
                ["chain", "pay", "--folder", own, "--wallet", "me", "--to-wallet", "you"]
                    + ["--amount", "125"])
            #expect(payment.code == 0, "\(payment.messages)")
            let made = try ServedProcess.run(
                ["chain", "pay", "--folder", own, "--wallet", "you", "--to-wallet", "me"]
                    + ["--amount", "25"])
            #expect(made.code == 0, "\(made.messages)")
            let read = try Self.facts([own])
            #expect(read.first?.hasPrefix("height ") == true)
            #expect(read.contains { $0.hasSuffix("waiting 2") })
            _ = try Self.facts([own, "--write", other, "--pay", "me", "you", "40"])
            let names = try FileManager.default.contentsOfDirectory(atPath: own)
            for name in names where name != "poi_mempool.json" {
                let bytes = try ["a", "b"].map {
                    try Data(contentsOf: URL(filePath: "\(folder.path)/\($0)/\(name)"))
                }
                #expect(bytes[0] == bytes[1], "\(name)")
            }
            let second = try NodeProcess(
                "run", "published", other, seed: "0b",
                ["--clock", "1800009000:20", "--wallet", "me"])
            let height = try second.status().height
            try second.wait(height: height + 2)
            #expect(second.process.stop() == 0)
            let after = try Self.facts([other])
            #expect(after.contains { $0.hasSuffix("waiting 0") })
            // 125 and 40 less 25.
            #expect(Self.units(of: "you", after) == Self.units(of: "you", before).map { $0 + 140 })
        }
    }

    @Test(
        "The reading refuses a folder whose files have another form or another chain",
        .enabled(if: Python.has("json"), "\(Python.skipNote("its standard library"))"))
    func refuses() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let node = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "0c", Self.clock + ["--new-chain"])
            try node.wait(height: 2)
            #expect(node.process.stop() == 0)
            let path = folder.path + "/a/poi_chain_v2.json"
            let whole = try String(contentsOfFile: path, encoding: .utf8)
            for (text, other) in [
                ("\"index\": 1,", "\"index\":  1,"), ("\"index\": 1,", "\"index\": 2,"),
                ("\"amount\": 700", "\"amount\": 701"),
            ] {
                #expect(whole.contains(text))
                try whole.replacing(text, with: other, maxReplacements: 1)
                    .write(toFile: path, atomically: false, encoding: .utf8)
                #expect(throws: Python.Failure.self) { try Self.facts([folder.path + "/a"]) }
            }
        }
    }
}
