import Encodings
import Foundation
import Platform
import TestSupport
import Testing

@Suite("Hardened nodes as processes", .serialized)
struct HardenedProcessTests {
    /// A clock that goes so fast that a block in a second is what the rules want.
    private static let clock = ["--clock", "1800000000:20"]

    private static func holding(_ node: NodeProcess, _ wallet: String) throws -> Int {
        let page = try JSONParser.parse(
            NodeProcess.body("\(node.url)/holding?address=\(wallet)"), byteCountMax: 1 << 12)
        return page.member("units")?.stringValue.flatMap { Int($0) } ?? -1
    }

    @Test("A newcomer adopts the chain block by block, then is in sync")
    func newcomer() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let first = try NodeProcess(
                "run", "hardened", folder.path + "/a.db", seed: "01", Self.clock)
            try first.wait(height: 5)
            #expect(first.process.stop() == 0)
            // Nobody mines any more.
            let late = ["--clock", "1900000000:1"]
            let server = try NodeProcess(
                "serve", "hardened", folder.path + "/a.db", seed: "01", late)
            let (height, work, tip) = try server.status()
            #expect(height >= 5)
            let newcomer = folder.path + "/b.db"
            let (code, report) = try NodeProcess.sync(
                "hardened", newcomer, from: [server.url], late)
            #expect(code == 0, "\(report.compactText)")
            #expect(report.member("outcome")?.stringValue == "adopted")
            #expect(report.member("verified")?.integerValue == height)
            #expect(report.member("work")?.stringValue == work)
            #expect(report.member("tip")?.stringValue == tip)
            let again = try NodeProcess.sync(
                "hardened", newcomer, from: [server.url], late)
            #expect(again.code == 0)
            #expect(again.report.member("outcome")?.stringValue == "in_sync")
            let nobody = try NodeProcess.sync(
                "hardened", newcomer, from: ["http://127.0.0.1:1"], late)
            #expect(nobody.code == 2)
            #expect(server.process.stop() == 0)
        }
    }

    @Test("Three nodes, two of which mine, converge; a payment reaches the one that mines")
    func converge() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let first = try NodeProcess(
                "run", "hardened", folder.path + "/a.db", seed: "01",
                Self.clock + ["--wallet", "alice"])
            let second = try NodeProcess(
                "run", "hardened", folder.path + "/b.db", seed: "02",
                Self.clock + ["--wallet", "bob", "--peers", first.url])
            // It mines nothing: a payment that it takes must travel.
            let third = try NodeProcess(
                "serve", "hardened", folder.path + "/c.db", seed: "03",
                Self.clock + ["--peers", "\(second.url)"])
            try first.wait(height: 4)
            let carol = try ServedProcess.run(
                ["chain", "pay", "--node", third.url, "--wallet", "alice"]
                    + ["--to-wallet", "carol", "--amount", "125", "--format", "json"])
            #expect(carol.code == 0, "\(carol.output)\(carol.messages)")
            let report = try JSONParser.parse(Array(carol.output.utf8), byteCountMax: 1 << 16)
            let address = try #require(report.member("to")?.stringValue)
            for node in [first, second, third] {
                try NodeProcess.wait("the payment at \(node.place)") {
                    try Self.holding(node, address) == 125
                }
            }
            // Whoever mines stops; the others have its chain soon.
            let height = try first.status().height + 3
            try third.wait(height: height)
            #expect(first.process.stop() == 0)
            #expect(second.process.stop() == 0)
            let last = try NodeProcess(
                "serve", "hardened", folder.path + "/a.db", seed: "01",
                Self.clock + ["--peers", third.url])
            // Both miners may have won last: of chains with equal work each node keeps its own.
            try NodeProcess.wait("chains of equal work") {
                let (one, other) = try (last.status(), third.status())
                return one.work == other.work
            }
            #expect(try Self.holding(last, address) == 125)
            #expect(third.process.stop() == 0)
        }
    }

    @Test("The page and the figures stand on the node's own port")
    func faces() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let node = try NodeProcess(
                "run", "hardened", folder.path + "/a.db", seed: "05", Self.clock)
            try node.wait(height: 2)
            let page = try node.text("/")
            #expect(page.contains("<svg") && page.contains("under the hardened rules"))
            let metrics = try node.text("/metrics")
            #expect(metrics.contains("glyphlab_node_info{rules=\"hardened\"} 1\n"))
            #expect(metrics.contains("\nglyphlab_node_mining 1\n"))
            #expect(node.process.stop() == 0)
        }
    }

    @Test("Hostile requests leave the node alive, its memory bounded, its store whole")
    func hostile() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let node = try NodeProcess(
                "serve", "hardened", folder.path + "/a.db", seed: "01", Self.clock)
            let status = try node.status()
            let attack = HostileRequests(seed: 0x23_0E11, port: node.process.port)
            try attack.send(count: Thoroughness.count(10_000, else: 1_500))
            let after = try node.status()
            #expect(after == status)
            if let memory = node.process.memoryKibibytes { #expect(memory < 400_000) }
            #expect(node.process.stop() == 0)
            let show = try ServedProcess.run(["chain", "show", "--db", node.place])
            #expect(show.code == 0, "\(show.messages)")
        }
    }

    @Test("Killed at any moment, a miner's store is whole, and nothing told is lost")
    func kills() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            var generator = SeededGenerator(seed: 0x23_0E12)
            let place = folder.path + "/a.db"
            var known = 0
            for moment in 0..<Thoroughness.count(50, else: 5) {
                let node = try NodeProcess(
                    "run", "hardened", place, seed: "0\(moment % 10)", Self.clock)
                let milliseconds = Int.random(in: 50...1_500, using: &generator)
                Pause.wait(milliseconds: milliseconds)
                let told = try? node.status().height
                node.process.kill()
                let show = try ServedProcess.run(
                    ["chain", "show", "--db", place, "--format", "json"])
                #expect(show.code == 0, "moment \(moment): \(show.messages)")
                let report = try JSONParser.parse(
                    Array(show.output.utf8), byteCountMax: 64 << 20)
                let height = report.member("height")?.integerValue ?? -1
                #expect(height >= max(known, told ?? 0), "moment \(moment), \(milliseconds) ms")
                known = height
            }
            print("  height \(known) after the kills")
        }
    }
}
