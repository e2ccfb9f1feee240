import Encodings
import Foundation
import Platform
import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("Published nodes as processes", .serialized)
struct PublishedProcessTests {
    /// A clock that goes so fast that a block in a second is what the rules want.
    private static let clock = ["--clock", "1800000000:20"]

    private static func chain(_ folder: String) throws -> [PythonValue] {
        let files = FolderFiles(folder: folder)
        return try PublishedFolder(files: files).chain().elements()
    }

    private static func paysCarol(_ folder: String) throws -> Bool {
        try chain(folder).dropFirst().contains { block in
            try block.member("transactions").elements().contains { payment in
                try payment.member("to").equals(.text("carol"))
            }
        }
    }

    @Test("A newcomer adopts the chain, then is in sync, and learns the peers")
    func newcomer() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let first = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "01",
                Self.clock + ["--new-chain", "--peers", "http://127.0.0.1:1"])
            try first.wait(height: 4)
            #expect(first.process.stop() == 0)
            // Nobody mines any more.
            let server = try NodeProcess(
                "serve", "published", folder.path + "/a", seed: "01")
            let (height, work, tip) = try server.status()
            #expect(height >= 4)
            let newcomer = folder.path + "/b"
            let clock = ["--clock", "1900000000:1"]
            let (code, report) = try NodeProcess.sync(
                "published", newcomer, from: [server.url], clock)
            #expect(code == 0)
            #expect(report.member("outcome")?.stringValue == "adopted")
            #expect(report.member("verified")?.integerValue == height)
            #expect(report.member("height")?.integerValue == height)
            #expect(report.member("work")?.stringValue == work)
            #expect(report.member("tip")?.stringValue == tip)
            let peers = report.member("peers")?.arrayValue?.compactMap(\.stringValue)
            #expect(peers == [server.url, "http://127.0.0.1:1"])
            // Both chain files are the same bytes, and each is the form that Python writes.
            let files = try ["a", "b"].map {
                try Data(
                    contentsOf: URL(filePath: "\(folder.path)/\($0)/poi_chain_v2.json"))
            }
            #expect(files[0] == files[1])
            let again = try NodeProcess.sync(
                "published", newcomer, from: [server.url], clock)
            #expect(again.code == 0)
            #expect(again.report.member("outcome")?.stringValue == "in_sync")
            // A clock behind refuses the network; nobody there is no answer.
            let early = try NodeProcess.sync(
                "published", folder.path + "/c", from: [server.url],
                ["--clock", "1000000000:1"])
            #expect(early.code == 1)
            #expect(early.report.member("outcome")?.stringValue == "refused")
            let nobody = try NodeProcess.sync(
                "published", newcomer, from: ["http://127.0.0.1:1"], clock)
            #expect(nobody.code == 2)
            #expect(nobody.report.member("outcome")?.stringValue == "no_answer")
            #expect(server.process.stop() == 0)
        }
    }

    @Test("Two miners compete and converge; a payment travels in a block")
    func compete() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let first = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "01",
                Self.clock + ["--new-chain", "--wallet", "alice"])
            try first.wait(height: 1)
            let second = try NodeProcess(
                "run", "published", folder.path + "/b", seed: "02",
                Self.clock + ["--peers", first.url, "--wallet", "bob"])
            // The first one finds the second only if somebody tells it.
            let table = first.place + "/poi_peers.json"
            try NodeProcess.wait("a peers file") {
                FileManager.default.fileExists(atPath: table)
            }
            let files = PublishedFolder(files: FolderFiles(folder: first.place))
            try files.writePeers(.list([.text(second.url)]))
            func winners() throws -> Set<String> {
                let chain = try Self.chain(first.place)
                return Set(
                    try chain.dropFirst().map { try $0.member("miner").requiredText().shown })
            }
            try NodeProcess.wait("blocks of both in one chain") {
                try winners().count == 2
            }
            func pay() throws {
                let payment = try ServedProcess.run(
                    ["chain", "pay", "--folder", first.place, "--wallet", "alice"]
                        + ["--to-wallet", "carol", "--amount", "125"])
                #expect(payment.code == 0, "\(payment.messages)")
                #expect(payment.output.hasPrefix("[tx] queued 1.25 GLY from alice -> carol"))
            }
            try pay()
            try NodeProcess.wait("the payment in the other node's chain") {
                if try Self.paysCarol(second.place) { return true }
                // A payment in a block that loses a fork is gone: a hole of the published node.
                // The node writes its mempool in place: a torn one tells nothing.
                let isEmpty = (try? files.mempool())?.equals(.list([])) ?? false
                if isEmpty, try !Self.paysCarol(first.place) { try pay() }
                return false
            }
            // Both stop at a chain that the other one knows all of, but for its last blocks.
            #expect(first.process.stop() == 0)
            #expect(second.process.stop() == 0)
            let chains = try [first, second].map { try Self.chain($0.place) }
            let common = zip(chains[0], chains[1]).prefix { $0.equals($1) }.count
            #expect(common > 1)
            let lag = max(chains[0].count, chains[1].count) - common
            #expect(lag <= 8, "\(chains.map(\.count)), \(common) in common")
            for place in ["a", "b"] {
                let log = try String(contentsOfFile: "\(folder.path)/\(place).log", encoding: .utf8)
                #expect(log.contains(" info [mine] block "))
                #expect(log.contains(" info [run] push -> http://"))
            }
        }
    }

    @Test("No payment into the folder of a node that mines is lost, and none comes twice")
    func payments() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let node = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "07",
                Self.clock + ["--new-chain", "--wallet", "alice", "--chunk", "1"])
            try node.wait(height: 1)
            let count = 20
            for _ in 0..<count {
                let payment = try ServedProcess.run(
                    ["chain", "pay", "--folder", node.place, "--wallet", "alice"]
                        + ["--to-wallet", "carol", "--amount", "1"])
                #expect(payment.code == 0, "\(payment.messages)")
            }
            func nonces() throws -> [String] {
                try Self.chain(node.place).flatMap { block in
                    try block.member("transactions").elements().dropFirst()
                        .map { "\(try $0.member("nonce"))" }
                }
            }
            try NodeProcess.wait("all payments in the chain") { try nonces().count >= count }
            #expect(node.process.stop() == 0)
            #expect(try nonces().count == count && Set(nonces()).count == count)
        }
    }

    @Test("The page and the figures of a node that runs stand on a port of their own")
    func faces() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let node = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "05",
                Self.clock + ["--new-chain"])
            try node.wait(height: 2)
            let page = String(
                decoding: try NodeProcess.body(node.pageURL()), as: UTF8.self)
            #expect(page.contains("<svg") && page.contains("<title>GlyphLab: Node"))
            #expect(page.hasSuffix("</html>\n"))
            let metrics = String(
                decoding: try NodeProcess.body(node.pageURL() + "metrics"), as: UTF8.self)
            #expect(metrics.contains("\nglyphlab_node_mining 1\n"))
            #expect(!metrics.contains("\nglyphlab_node_height 0\n"))
            // The published port has neither.
            let answer = NodeProcess.caller.result(of: HTTPCall(.get, node.url + "/metrics"))
            #expect(answer == .answered(status: 404, body: []))
            #expect(node.process.stop() == 0)
            let log = try node.process.messages()
            #expect(
                log.split(separator: "\n").allSatisfy { line in
                    line.contains(
                        #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\ (debug|info|warning|error)\ /#)
                }, "\(log)")
        }
    }

    @Test("Without a seed that answers no chain of one's own is begun")
    func alone() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let node = try NodeProcess(
                "run", "published", folder.path + "/a", seed: "01",
                ["--seeds", "http://127.0.0.1:1"])
            #expect(node.process.ending() == 1)
            #expect(try node.process.messages().contains("refusing to start a new isolated chain"))
        }
    }

    @Test("No such wallet, a broken chain, a folder in use, nobody to ask: all are told")
    func told() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let payment = try ServedProcess.run(
                ["chain", "pay", "--folder", folder.path, "--wallet", "ghost"]
                    + ["--to-wallet", "carol", "--amount", "125"])
            #expect(payment.code == 65)
            #expect(payment.messages.contains("expected a wallet ghost in poi_wallets.json"))
            let (code, report) = try NodeProcess.sync("published", folder.path + "/a", from: [])
            #expect(code == 2)
            #expect(report.member("outcome")?.stringValue == "no_answer")
            let place = folder.path + "/b"
            let first = try NodeProcess(
                "run", "published", place, seed: "06", Self.clock + ["--new-chain"])
            try first.wait(height: 2)
            let second = try ServedProcess.run(
                ["chain", "run", "--folder", place, "--model", NodeProcess.model, "--port", "0"])
            #expect(second.code == 2)
            #expect(second.messages.contains("expected a folder in which no node runs"))
            #expect(first.process.stop() == 0)
            let whole = try NodeProcess("serve", "published", place, seed: "06")
            #expect(whole.process.stop() == 0)
            #expect(try !whole.process.messages().contains("does not hold"))
            let path = place + "/poi_chain_v2.json"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("\"amount\": 700", with: "\"amount\": 701", maxReplacements: 1)
                .write(toFile: path, atomically: true, encoding: .utf8)
            let spoilt = try NodeProcess("serve", "published", place, seed: "06")
            #expect(spoilt.process.stop() == 0)
            #expect(
                try spoilt.process.messages()
                    .contains(" warning block 1: its hash or its link does not hold"))
        }
    }

    @Test("Hostile requests leave the server alive, its memory bounded, its files whole")
    func hostile() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let server = try NodeProcess(
                "serve", "published", folder.path + "/a", seed: "01")
            let status = try server.text("/status")
            let attack = HostileRequests(seed: 0x23_0E01, port: server.process.port)
            try attack.send(count: Thoroughness.count(10_000, else: 1_500))
            #expect(try server.text("/status") == status)
            if let memory = server.process.memoryKibibytes { #expect(memory < 400_000) }
            #expect(server.process.stop() == 0)
        }
    }

    @Test("Killed at any moment, a miner's folder is whole, and confirmed blocks stay")
    func kills() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            var generator = SeededGenerator(seed: 0x23_0E02)
            let place = folder.path + "/a"
            var known = try Self.chain(place)
            for moment in 0..<Thoroughness.count(50, else: 5) {
                let node = try NodeProcess(
                    "run", "published", place, seed: "0\(moment % 10)",
                    Self.clock + ["--new-chain"])
                let milliseconds = Int.random(in: 50...1_500, using: &generator)
                Pause.wait(milliseconds: milliseconds)
                let told = try? JSONParser.parse(
                    NodeProcess.body(node.url + "/status"), byteCountMax: 1 << 16)
                node.process.kill()
                let chain = try Self.chain(place)
                let place = "moment \(moment), \(milliseconds) ms"
                let height = told?.member("height")?.integerValue ?? 0
                #expect(chain.count > height, "\(place)")
                #expect(
                    zip(known, chain).allSatisfy { $0.equals($1) }
                        && chain.count >= known.count, "\(place)")
                known = chain
            }
            print("  height \(known.count - 1) after the kills")
        }
    }
}
