import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab chain`, as scripts see it.
@Suite("The chain's commands", .serialized)
struct ChainCommandTests {
    @Test(
        "chain verify tells each guard that refuses, dies where the published node dies, exits so")
    func chainVerify() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/chain.json"
        func verify(_ text: String) throws -> Program.Ending {
            try Data(text.utf8).write(to: URL(filePath: path))
            return try Program.run([
                "chain", "verify", path, "--model", Program.nano, "--clock", "1783100476",
                "--format",
                "json",
            ])
        }
        func codes(_ ending: Program.Ending) throws -> [String] {
            try ending.json().at("errors").elements().map { try $0.at("code").string() }
        }
        // Another model's proofs: all else holds.
        let honest = try Vectors.load("chain_synth_tiny").at("chain")
        let blocks = try honest.elements()
        let refused = try verify(honest.compactText)
        #expect(refused.code == 1)
        #expect(try codes(refused) == Array(repeating: "proof", count: 23))
        #expect(try refused.json().at("height").integer() == 23)
        #expect(try refused.json().at("work").string() == "368")
        let genesis = try verify(JSONValue.array([blocks[0]]).compactText)
        #expect(try genesis.code == 0 && codes(genesis) == [])
        for (text, expected) in [
            ("{}", "verifier_crash"), ("7", "verifier_crash"), ("[]", "genesis"),
            ("[\(blocks[0].compactText), NaN]", "verifier_crash"),
            ("[\(blocks[1].compactText)]", "genesis"),
        ] {
            let ending = try verify(text)
            #expect(try ending.code == 1 && codes(ending) == [expected], "\(text.prefix(20))")
        }
        for text in ["", "[1,", "[\u{1}]", "{\"a\":01}"] { #expect(try verify(text).code == 65) }
        let missing = ["chain", "verify", path + ".not", "--model", Program.nano]
        #expect(try Program.run(missing).code == 65)
        #expect(
            try Program.run(["chain", "verify", path, "--model", Program.nano, "--clock", "-1"])
                .code == 64)
        _ = try verify("[]")
        #expect(try Program.run(["chain", "verify", path, "--model", folder.path]).code == 2)
    }

    private func chain(_ arguments: String...) throws -> Program.Ending {
        try Program.run(["chain"] + arguments)
    }

    @Test(
        "A chain is begun, mined, paid on, exported, imported and replayed",
        arguments: ["published", "hardened"])
    func life(rules: String) throws {
        let folder = try TemporaryFolder()
        let (db, copy, file) = (
            folder.path + "/a.db", folder.path + "/b.db", folder.path + "/chain.json"
        )
        func on(_ verb: String, _ db: String, _ more: String...) throws -> Program.Ending {
            try Program.run(["chain", verb, "--db", db] + more)
        }
        let model = ["--model", Program.nano]
        for path in [db, copy] {
            let begun = try Program.run(["chain", "init", "--db", path, "--rules", rules] + model)
            #expect(begun.code == 0, "\(begun.messages)")
            #expect(try Program.run(["chain", "init", "--db", path] + model).code == 65)
        }
        func mine(_ db: String, _ wallet: String, _ count: Int, at clock: Int) throws -> JSONValue {
            let ending = try Program.run(
                [
                    "chain", "mine", "--db", db, "--wallet", wallet, "--blocks", "\(count)",
                    "--clock", "\(clock)", "--interval", "20", "--format", "json",
                ] + model)
            #expect(ending.code == 0, "\(ending.messages)")
            return try ending.json()
        }
        let start = 1_700_000_000
        #expect(try mine(db, "me", 7, at: start).at("height").integer() == 7)
        let paid = try on(
            "pay", db, "--wallet", "me", "--to-wallet", "you", "--amount", "250", "--format", "json"
        )
        #expect(try paid.code == 0 && paid.json().at("waiting").integer() == 1)
        let refused = try on(
            "pay", db, "--wallet", "me", "--to-wallet", "you", "--amount", "9000000", "--format",
            "json")
        #expect(refused.code == 1)
        let errors = try refused.json().at("errors").elements()
        #expect(try errors.map { try $0.at("code").string() } == ["balance"])
        let mined = try mine(db, "me", 1, at: start + 140)
        let expected = try mined.at("state_digest").string()
        #expect(try mined.at("balances").members().map(\.value.integerValue) == [5_350, 250])
        #expect(try on("export", db, "--out", file).code == 0)

        // Of less work than the file's, and of another history.
        _ = try mine(copy, "other", 5, at: start + 7)
        let clock = ["--clock", "\(start + 1_000)"]
        let imported = try Program.run(
            ["chain", "import", file, "--db", copy, "--format", "json"] + model + clock)
        #expect(imported.code == 0, "\(imported.messages)")
        #expect(try imported.json().at("state_digest").string() == expected)
        #expect(try imported.json().at("new_blocks").integer() == 8)
        #expect(try imported.json().at("reorganisation_depth").integer() == 5)
        for target in [["--db", copy], [file, "--rules", rules]] {
            let verified = try Program.run(
                ["chain", "verify", "--format", "json"] + target + model + clock)
            #expect(verified.code == 0, "\(verified.messages)\(verified.output)")
            #expect(try verified.json().at("tip").compactText == mined.at("tip").compactText)
            #expect(try verified.json().at("work").compactText == mined.at("work").compactText)
            #expect(
                try verified.json().at("balances").compactText == mined.at("balances").compactText)
        }
        let shown = try on("show", copy, "--last", "2", "--format", "json").json()
        #expect(try shown.at("kept_blocks").integer() == 5)
        #expect(try shown.at("blocks").elements().map { try $0.at("height").integer() } == [7, 8])
        #expect(try on("show", copy, "--block", "9").code == 65)
        var blocks = try String(contentsOfFile: file, encoding: .utf8)
            .components(separatedBy: ",\n")
        // Another prompt, or another digit of the previous block's hash.
        blocks[2] =
            rules == "published"
            ? blocks[2].replacingOccurrences(of: "\"prompt\":\"", with: "\"prompt\":\"so ")
            : blocks[2].prefix(100) + (blocks[2].dropFirst(100).hasPrefix("1") ? "2" : "1")
                + blocks[2].dropFirst(101)
        try Data(blocks.joined(separator: ",\n").utf8).write(to: URL(filePath: file))
        let broken = try Program.run(
            ["chain", "verify", file, "--rules", rules, "--format", "json"] + model + clock)
        #expect(broken.code == 1, "\(broken.messages)")
        let code = try broken.json().at("errors").elements().first?.at("code").string()
        #expect(code == (rules == "published" ? "block_hash" : "previous_hash"))
    }

    @Test("A database is refused where it is missing, another's, in use, or broken")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let db = folder.path + "/chain.db"
        #expect(try chain("show", "--db", db).code == 65)
        #expect(try chain("init", "--db", db, "--model", Program.nano).code == 0)
        let other = folder.path + "/other"
        let synthesized = try Program.run([
            "models", "synth", "--seed", "x", "--layers", "1", "--width", "64", "--heads", "1",
            "--vocab", "3072", "--context", "128", "--out", other, "--tokenizer", Program.nano,
        ])
        #expect(synthesized.code == 0, "\(synthesized.messages)")
        let wrong = try chain("mine", "--db", db, "--model", other, "--wallet", "me")
        #expect(wrong.code == 65 && wrong.messages.contains("weights"), "\(wrong.messages)")
        var bytes = try [UInt8](Data(contentsOf: URL(filePath: db)))
        let place = try #require(bytes.firstRange(of: Array("genesis".utf8))).lowerBound
        bytes[place] ^= 1
        try Data(bytes).write(to: URL(filePath: db))
        let broken = try chain("show", "--db", db)
        #expect(broken.code == 65 && broken.messages.contains("expected"), "\(broken.messages)")
        for (arguments, code) in [
            (["init", "--db", "", "--model", Program.nano], 64),
            (["init", "--db", folder.path + "/none/x.db", "--model", Program.nano], 65),
            (["init", "--db", folder.path, "--model", Program.nano], 65),
            (["mine", "--db", db, "--model", Program.nano, "--miner", "xyz"], 64),
            (["pay", "--db", db, "--wallet", "me", "--to", "xyz", "--amount", "1"], 64),
            (["export", "--db", db, "--out", db], 65),
        ] {
            let ending = try Program.run(["chain"] + arguments)
            #expect(ending.code == Int32(code), "\(arguments): \(ending.messages)")
        }
        try Data("a diary".utf8).write(to: URL(filePath: db))
        #expect(try chain("show", "--db", db).code == 65)
    }

    @Test("A miner killed many times at moments of chance loses no block that it told of")
    func killed() throws {
        let folder = try TemporaryFolder()
        let db = folder.path + "/chain.db"
        #expect(try chain("init", "--db", db, "--model", Program.nano).code == 0)
        var random = SeededGenerator(seed: 200)
        var (height, toldCount, aheadCount) = (0, 0, 0)
        let killCount = Thoroughness.count(200, else: 50)
        for kill in 0..<killCount {
            let log = folder.path + "/log"
            #expect(FileManager.default.createFile(atPath: log, contents: nil))
            let process = Process()
            process.executableURL = Program.url
            process.arguments = [
                "chain", "mine", "--db", db, "--model", Program.nano, "--wallet", "me", "--blocks",
                "10000", "--interval", "20", "--log",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
            try process.run()
            // Each fourth while it opens the chain, the others once they have told of a block.
            let isEarly = kill.isMultiple(of: 4)
            // Two minutes at most: a child that hangs is a failure below.
            var waitCount = isEarly ? 0 : 60_000
            while waitCount > 0, process.isRunning, try Self.linesTold(log).isEmpty {
                usleep(2_000)
                waitCount -= 1
            }
            usleep(UInt32.random(in: 0..<(isEarly ? 300_000 : 120_000), using: &random))
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let lines = try Self.linesTold(log)
            #expect(isEarly || !lines.isEmpty, "kill \(kill) was told of no block")
            let shown = try chain("show", "--db", db, "--last", "1000000", "--format", "json")
            #expect(shown.code == 0, "kill \(kill): \(shown.messages)")
            let blocks = try shown.json().at("blocks").elements()
            for line in lines {
                let words = line.split(separator: " ")
                let told = try #require(Int(words[1]))
                #expect(told < blocks.count, "kill \(kill): height \(told) is lost")
                if told < blocks.count {
                    #expect(try blocks[told].at("state_digest").string() == words[3])
                }
                toldCount += 1
                height = max(height, told)
            }
            #expect(blocks.count - 1 >= height, "kill \(kill)")
            if blocks.count - 1 > height { aheadCount += 1 }
            height = blocks.count - 1
        }
        print(
            "\(killCount) kills, \(toldCount) blocks told of, none lost; \(aheadCount) times one "
                + "was stored that had not been told of")
        #expect(try chain("verify", "--db", db, "--model", Program.nano).code == 0)
    }

    /// Of blocks that a miner told of: whole lines only, since the last one may have been cut.
    private static func linesTold(_ log: String) throws -> [Substring] {
        try String(contentsOfFile: log, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .filter { $0.hasPrefix("height ") }
    }
}
