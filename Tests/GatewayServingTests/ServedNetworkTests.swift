import Foundation
import TestSupport
import Testing

@Suite("Gateways and nodes as programs")
struct ServedNetworkTests {
    @Test("Two gateways and three nodes: texts come, receipts reach both ledgers, pages show them")
    func network() async throws {
        try await onThread { try Self.run() }
    }

    private static func run() throws {
        let folder = try TemporaryFolder()
        let alpha = try ServedProcess(gateway: "alpha", folder: folder.path)
        let beta = try ServedProcess(
            gateway: "beta", folder: folder.path, arguments: ["--peer", alpha.address])
        let nodes =
            try ["one", "two"].map {
                try ServedProcess(node: $0, folder: folder.path, at: alpha)
            } + [ServedProcess(node: "three", folder: folder.path, at: beta)]
        for node in nodes {
            while try !node.messages().contains("registered at http://127.0.0.1:") {
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
        let client = try RawHTTPClient(port: alpha.port)
        let peers = try client.exchange("POST", "/add_peer?url=http%3A//127.0.0.1:\(beta.port)")
        #expect(peers?.status == 200)
        for (gateway, prompt, text) in [
            (alpha, "The king said", "The king said unto him, What is this? And he said,\n"),
            (alpha, "a small house", "a small houseplant, Paris cauca (noun\n"),
            (
                beta, "In the beginning God created",
                "In the beginning God created in the day of the LORD, and the LORD God of\n"
            ),
        ] {
            let ending = try ServedProcess.run([
                "system", "client", "receipts", "--gateway", gateway.address, "--prompt", prompt,
                "--max-new-tokens", "12",
            ])
            #expect(ending.code == 0, "\(ending.messages)")
            #expect(ending.output == text)
        }
        let lists = try [alpha, beta].map { gateway in
            try RawHTTPClient(port: gateway.port).exchange("GET", "/receipts")?.text ?? ""
        }
        #expect(lists[0] == lists[1])
        #expect(lists[0].matches(of: /"session_id"/).count == 3)
        let page = try #require(try client.exchange("GET", "/"))
        #expect(page.fields.contains("content-type: text/html; charset=utf-8"))
        for word in ["<td class=\"words\">one</td>", "<td class=\"words\">two</td>", "another"] {
            #expect(page.text.contains(word), "\(word)")
        }
        for forbidden in ["<script", "src=\"", "href=\"http", "url("] {
            #expect(!page.text.contains(forbidden), "\(forbidden)")
        }
        for program in nodes + [alpha, beta] { #expect(program.stop() == 0) }
    }

    @Test("A name that is markup is shown, and is none")
    func markup() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let gateway = try ServedProcess(folder: folder.path)
            let client = try RawHTTPClient(port: gateway.port)
            let answer = try client.exchange(
                "POST", "/register",
                #"{"public_name":"<b>&\"'","node_url":"<i>\ud800","node_pubkey":"<u>"}"#)
            #expect(answer?.status == 200)
            let surrogate = try client.exchange(
                "POST", "/register",
                #"{"public_name":"s","node_url":"http://a","node_pubkey":"\ud800"}"#)
            #expect(surrogate?.status == 200)
            let page = try #require(try client.exchange("GET", "/")).text
            #expect(page.contains("&lt;b&gt;&amp;&quot;&#39;"))
            for markup in ["<b>", "<i>", "<u>"] { #expect(!page.contains(markup)) }
            #expect(gateway.stop() == 0)
        }
    }

    @Test("Commands that cannot be done say why, by exit codes that scripts rely on")
    func refusals() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let gateway = try ServedProcess(folder: folder.path)
            func serve(_ arguments: [String]) throws -> (code: Int32, messages: String) {
                let ending = try ServedProcess.run(["system", "serve", "receipts"] + arguments)
                return (ending.code, ending.messages)
            }
            let key = ["--identity", folder.path + "/other.key"]
            let role = ["--role", "gateway"] + key
            for (arguments, code, words) in [
                (key + ["--role", "gateway"], 64, "db: expected with a gateway, got none"),
                (key + ["--role", "node", "--shipped"], 64, "a published gateway only"),
                (key + ["--role", "node", "--gateway", "nonsense"], 64, "--gateway"),
                (role + ["--db", "x", "--peer", "ftp://a"], 64, "--peer"),
                (role + ["--db", "x", "--model", "gpt2"], 64, "--role node only"),
                (role + ["--db", "x", "--minter-account", "0x1"], 64, "0x and 40 digits"),
                (role + ["--db", "x", "--network", "x"], 64, "--profile hardened only"),
                (
                    role + ["--db", "x", "--profile", "hardened"], 64,
                    "network: expected with --profile hardened, got none"
                ),
                (
                    role + ["--db", "x", "--profile", "hardened", "--network", "/dev/null"], 65,
                    "/dev/null: expected a regular file"
                ),
                (role + ["--db", "x", "--listen", "::1:1"], 64, "listen: expected"),
                (role + ["--db", "x", "--profile", "none"], 64, "profile"),
                (
                    role + ["--db", folder.path + "/gateway.db"], 65,
                    "ledger that no other process uses"
                ),
                (
                    role + ["--db", folder.path + "/b.db", "--listen", "\(gateway.port)"], 65,
                    "expected a free address"
                ),
                (role + ["--db", folder.path + "/none/b.db"], 65, "does not exist"),
                (["--role", "node", "--identity", "/dev/null"], 65, "/dev/null"),
            ] as [([String], Int32, String)] {
                let ending = try serve(arguments)
                #expect(ending.code == code, "\(arguments): \(ending.messages)")
                #expect(ending.messages.contains(words), "\(arguments): \(ending.messages)")
            }
            func ask(_ url: String) throws -> (code: Int32, messages: String) {
                let ending = try ServedProcess.run([
                    "system", "client", "receipts", "--gateway", url, "--prompt", "x",
                ])
                return (ending.code, ending.messages)
            }
            let refused = try ask(gateway.address)
            #expect(refused.code == 1)
            #expect(refused.messages.contains("got 503: {\"detail\":\"No nodes available\"}"))
            #expect(try ask(gateway.address + "/").messages == refused.messages)
            #expect(try ask("http://127.0.0.1:1").code == 2)
            #expect(try ask("nonsense").code == 64)
            #expect(gateway.stop() == 0)
        }
    }
}
