import PublishedNode
import PythonValues
import Testing

@Suite("The published program's command lines")
struct PublishedProgramTests {
    private static func exitCode(_ ending: PublishedProgram.Ending) -> Int? {
        switch ending {
        case .exit(let code): code
        case .raised: 1
        case .serves, .runs: nil
        }
    }

    @Test("a wallet is made once; its payment is signed, mined and counted")
    func paysOnce() throws {
        let node = TestNode()
        for command in [
            ["wallet", "a"], ["mine", "2", "a"], ["send", "a", "b", "3.5"], ["mine", "1", "c"],
            ["verify"], ["balance"],
        ] {
            // Each wallet's secret is another.
            let program = node.program(actor: command.last ?? "")
            #expect(Self.exitCode(program.execute(command)) == 0, "\(command)")
        }
        #expect(node.printed.suffix(4).contains("[node] CHAIN VALID"))
        #expect(
            Array(node.printed.suffix(3)) == [
                "             a : 10.50 GLY", "             c : 7.00 GLY",
                "          b... : 3.50 GLY",
            ])
        #expect(node.printed.filter { $0.hasPrefix("[wallet] created 'a'") }.count == 1)
    }

    @Test("files of other forms raise, and end no more than the command")
    func raises() throws {
        for (file, text, command) in [
            (NodeFile.wallets, "[]", ["wallet", "a"]), (.wallets, "[]", ["send", "a", "b", "1"]),
            (.wallets, "{\"a\": 1}", ["send", "a", "b", "1"]), (.mempool, "1", ["mine"]),
            (.chain, "{}", ["show", "x"]), (.chain, "{}", ["mine"]), (.chain, "[]", ["verify"]),
            (.chain, "[1, 2]", ["balance"]), (.chain, "7", ["verify"]), (.chain, "\"text\"", []),
            (.chain, "[{\"target\": 5}, {\"target\": \"-1\"}]", ["show"]),
        ] {
            let node = TestNode()
            node.files.overwrite(file, with: Array(text.utf8))
            let ending = node.program().execute(command)
            guard case .raised = ending else {
                Issue.record("\(text) \(command): \(ending)")
                continue
            }
        }
    }

    @Test("the settings of the environment")
    func settings() throws {
        let plain = try NodeEnvironment(variables: [:], defaultSeeds: ["http://x"])
        #expect(plain.chunk == 150)
        #expect(!plain.startsNewChain)
        #expect(plain.seeds == [PythonText("http://x")])
        let named = try NodeEnvironment(
            variables: [
                "POI_SEEDS": ",http://a,, http://b ,", "POI_NEW_CHAIN": "1", "POI_CHUNK": " 3_0 ",
            ], defaultSeeds: ["http://x"])
        #expect(named.chunk == 30)
        #expect(named.startsNewChain)
        #expect(named.seeds == [PythonText("http://a"), PythonText("http://b")])
        #expect(throws: PythonError.self) {
            try NodeEnvironment(variables: ["POI_CHUNK": ""], defaultSeeds: [])
        }
    }
}
