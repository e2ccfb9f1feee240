import Foundation
import TestSupport
import Testing

@Suite("Hardened gateways and nodes as programs")
struct HardenedNetworkTests {
    /// The parties' keys, and the file that lists them.
    private struct Network {
        let folder: TemporaryFolder
        let keys: [String: String]  // looked up, never iterated

        init() throws {
            folder = try TemporaryFolder()
            var keys: [String: String] = [:]  // looked up, never iterated
            for name in ["alpha", "beta", "one", "two", "validator", "user", "treasury"] {
                let ending = try ServedProcess.run(["system", "key", "\(folder.path)/\(name).key"])
                #expect(ending.code == 0, "\(ending.messages)")
                keys[name] = String(ending.output.dropLast())
            }
            self.keys = keys
            func key(_ name: String) -> String { keys[name] ?? "" }
            let text = """
                {"name":"test","gateways":["\(key("alpha"))","\(key("beta"))"],
                "nodes":[{"key":"\(key("one"))","address":"0x\(String(repeating: "1", count: 40))"},
                {"key":"\(key("two"))","address":"0x\(String(repeating: "2", count: 40))"}],
                "validators":[{"key":"\(key("validator"))","weight":1}],
                "treasury":"\(key("treasury"))"}
                """
            try Data(text.utf8).write(to: URL(filePath: folder.path + "/network.json"))
        }

        func key(_ name: String) -> String { keys[name] ?? "" }

        func serve(_ name: String, _ arguments: [String]) throws -> ServedProcess {
            try ServedProcess(
                name, folder.path,
                ["--profile", "hardened", "--network", folder.path + "/network.json"] + arguments)
        }

        func ask(
            _ gateway: ServedProcess, as party: String, _ arguments: [String]
        ) throws -> (code: Int32, output: String, messages: String) {
            try ServedProcess.run(
                [
                    "system", "client", "receipts", "--profile", "hardened", "--network",
                    folder.path + "/network.json", "--identity", "\(folder.path)/\(party).key",
                    "--gateway", gateway.address,
                ] + arguments)
        }
    }

    @Test("A user with credit gets texts, whose receipts reach the peer and outlive a restart")
    func network() async throws {
        try await onThread { try Self.run(Network()) }
    }

    private static func run(_ network: Network) throws {
        let nodes = try ["one", "two"].map { try network.serve($0, ["--role", "node"]) }
        let line = zip(["one", "two"], nodes).flatMap {
            ["--node", "\(network.key($0))=\($1.address)"]
        }
        func gateway(_ name: String, _ arguments: [String]) throws -> ServedProcess {
            try network.serve(
                name,
                ["--role", "gateway", "--db", "\(network.folder.path)/\(name).db"]
                    + line + arguments)
        }
        let beta = try gateway("beta", [])
        let alpha = try gateway("alpha", ["--peer", beta.address])
        func ask(_ party: String, _ arguments: [String]) throws -> (Int32, String) {
            let ending = try network.ask(alpha, as: party, arguments)
            return (ending.code, ending.output + ending.messages)
        }
        let order = ["--prompt", "The king said", "--max-new-tokens", "12"]
        let refused = try ask("user", order)
        #expect(refused.0 == 1 && refused.1.contains(#""refused":"balance""#), "\(refused)")
        let credit = ["--credit", network.key("user"), "--amount", "5000", "--payment", "p1"]
        let stranger = try ask("user", credit)
        #expect(stranger.0 == 1 && stranger.1.contains("treasury_signature"), "\(stranger)")
        #expect(try ask("treasury", credit) == (0, "credited\n"))
        let again = try ask("treasury", credit)
        #expect(again.0 == 1 && again.1.contains("got 409") && again.1.contains("payment_once"))
        for _ in 0..<2 {
            let text = try ask("user", order)
            #expect(text == (0, "The king said unto him, What is this? And he said,\n"))
        }
        let mine = try #require(
            try RawHTTPClient(port: alpha.port).exchange("GET", "/receipts")
        ).text
        #expect(mine.contains(#""receipt_count":2"#))
        // The peer is told behind the answer.
        var others = ""
        for _ in 0..<1_000 where !others.contains(#""receipt_count":2"#) {
            others =
                try RawHTTPClient(port: beta.port).exchange("GET", "/receipts")?.text ?? ""
        }
        #expect(others == mine)
        let page = try #require(try RawHTTPClient(port: alpha.port).exchange("GET", "/"))
        #expect(page.text.contains("The hardened receipt network test."))
        #expect(alpha.stop() == 0)
        let restarted = try gateway("alpha", [])
        #expect(
            try RawHTTPClient(port: restarted.port).exchange("GET", "/receipts")?.text == mine)
        for program in nodes + [beta, restarted] { #expect(program.stop() == 0) }
    }
}
