import Cryptography
import Encodings
import Foundation
import Receipts
import TestSupport
import Testing
import Traces

@Suite("The command receipt") struct ReceiptCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> Program.Ending {
        try Program.run(arguments, folder: folder.path)
    }

    private func makeKey(_ name: String) throws -> String {
        let ending = try run("receipt", "key", "--out", name, "--format", "json")
        #expect(ending.code == 0, "\(ending.messages)")
        return try ending.json().at("key").string()
    }

    /// Three prompts of the embedded model, at the level of operations.
    private func emit(
        _ name: String, key: String, _ others: String..., level: String = "operations"
    ) throws -> Program.Ending {
        try Program.run(
            [
                "receipt", "emit", "--model", Program.nano, "--key", key, "--out",
                "\(name).receipt", "--level", level, "--format", "json", "--trace",
                "\(name).trace",
            ] + (others.isEmpty ? ["--prompts", "3"] : others), folder: folder.path)
    }

    @Test("A receipt is emitted, checked, verified and spot-checked; the same run is the same file")
    func whole() throws {
        let key = try makeKey("lab.key")
        let emitted = try emit("run", key: "lab.key")
        #expect(emitted.code == 0, "\(emitted.messages)")
        let golden = try JSONParser.parse(
            Array(Data(contentsOf: Vectors.house.appending(path: "Goldens/glyph-nano.json"))),
            byteCountMax: 1 << 20)
        #expect(
            try emitted.json().at("proofs").elements().map { try $0.string() }
                == golden.at("proofs").elements().prefix(3)
                .map { try $0.at("proof_hash").string() })
        let again = try emit("again", key: "lab.key")
        #expect(again.code == 0)
        let url = URL(filePath: folder.path)
        #expect(
            try Data(contentsOf: url.appending(path: "run.receipt"))
                == Data(contentsOf: url.appending(path: "again.receipt")))

        let checked = try run(
            "receipt", "check", "run.receipt", "--trusted-key", key, "--format", "json")
        #expect(checked.code == 0, "\(checked.messages)")
        #expect(try checked.json().at("receipts").elements()[0].at("trusted").booleanValue == true)
        let text = try run("receipt", "check", "run.receipt")
        #expect(text.code == 0 && text.output.contains("not shown"))

        let verified = try run(
            "receipt", "verify", "run.receipt", "--model", Program.nano, "--batch", "1",
            "--format", "json")
        #expect(verified.code == 0, "\(verified.output)\(verified.messages)")
        #expect(try verified.json().at("verdict").string() == "match")

        let seed = String(repeating: "5", count: 64)
        let spot = try run(
            "receipt", "spot-check", "run.receipt", "--model", Program.nano, "--trace",
            "run.trace", "-k", "8", "--seed", seed, "--format", "json")
        #expect(spot.code == 0, "\(spot.output)\(spot.messages)")
        let json = try spot.json()
        #expect(try json.at("checked").integer() == 8 && json.at("wrong").integer() == 0)
        #expect(try json.at("records").integer() == 3 * (1 + 4 * 12 + 2))
        #expect(
            try json.at("multiply_adds").integer()
                < json.at("multiply_adds_of_whole_run").integer())
    }

    @Test("A prompt of one's own is in its receipt, and verified from it")
    func own() throws {
        _ = try makeKey("lab.key")
        let emitted = try emit(
            "own", key: "lab.key", "--salt", "s", "--prompt", "golden caf\u{e9}", level: "layers")
        #expect(emitted.code == 0, "\(emitted.messages)")
        let verified = try run("receipt", "verify", "own.receipt", "--model", Program.nano)
        #expect(verified.code == 0, "\(verified.output)\(verified.messages)")
        let compared = try run("compare", "own.receipt", "own.trace", "--format", "json")
        #expect(compared.code == 0, "\(compared.output)\(compared.messages)")
    }

    /// A receipt and its trace of a prompt that was made longer than the model's context after it
    /// had been run, signed again.
    private func lengthen(_ name: String, key: String, to other: String) throws {
        func bytes(_ file: String) throws -> [UInt8] {
            try Array(Data(contentsOf: URL(filePath: folder.path + "/" + file)))
        }
        let long = String(repeating: "golden ", count: 2_000)
        var trace = try Trace(decoding: bytes(name + ".trace"))
        trace.prompts[0].prompt = long
        let list = PromptList(
            source: .own([PromptList.Text(salt: trace.prompts[0].salt, prompt: long)]), first: 0,
            totalCount: 1)
        let receipt = try RunReceipt(
            signing: ReceiptBody(
                run: RunStatement(trace, list: list),
                origin: RunReceipt(decoding: bytes(name + ".receipt")).origin),
            by: SigningKeyFile.decoded(bytes(key)))
        for (file, bytes) in [
            (other + ".trace", try trace.encoded()), (other + ".receipt", receipt.encoded),
        ] {
            try Data(bytes).write(to: URL(filePath: folder.path + "/" + file))
        }
    }

    @Test("A receipt of a prompt that the model cannot read is refused, as a document as well")
    func unreadable() throws {
        _ = try makeKey("lab.key")
        #expect(
            try emit("own", key: "lab.key", "--salt", "s", "--prompt", "x", level: "layers").code
                == 0)
        try lengthen("own", key: "lab.key", to: "long")
        for command in [
            ["spot-check", "long.receipt", "--trace", "long.trace", "-k", "1"],
            ["verify", "long.receipt"],
        ] {
            let ending = try Program.run(
                ["receipt"] + command + ["--model", Program.nano, "--format", "json"],
                folder: folder.path)
            #expect(ending.code == 1, "\(command): \(ending.messages)")
            let json = try ending.json()
            #expect(try json.at("verdict").string() == "input")
            #expect(try json.at("match").booleanValue == false)
            #expect(try json.at("explanation").string().hasPrefix("prompt 0: token ids: expected"))
        }
    }

    @Test("Another model, a stranger's key and a damaged receipt do not hold, each with its code")
    func refused() throws {
        _ = try makeKey("lab.key")
        let stranger = try makeKey("stranger.key")
        #expect(try emit("run", key: "lab.key", level: "layers").code == 0)
        let own = try OwnModel()
        let other = try run("receipt", "verify", "run.receipt", "--model", own.path)
        #expect(other.code == 1 && other.output.contains("another one"), "\(other.output)")
        let spot = try run(
            "receipt", "spot-check", "run.receipt", "--model", own.path, "--trace", "run.trace",
            "-k", "1")
        #expect(spot.code == 1 && spot.messages.contains("weights: expected"))
        for command in [
            ["receipt", "check", "run.receipt", "--trusted-key", stranger],
            ["receipt", "check", "run.receipt", "--trusted-key", "stranger.key"],
            [
                "receipt", "verify", "run.receipt", "--model", Program.nano, "--trusted-key",
                stranger,
            ],
        ] {
            #expect(try Program.run(command, folder: folder.path).code == 1)
        }
        let url = URL(filePath: folder.path)
        let bytes = try Data(contentsOf: url.appending(path: "run.receipt"))
        let text = String(decoding: bytes, as: UTF8.self)
        for (name, changed, code) in [
            ("form", text + " ", Int32(65)),
            ("hash", text.replacing("\"threads\":", with: "\"threads\":1"), 1),
            ("none", "no receipt", 65),
        ] {
            try Data(changed.utf8).write(to: url.appending(path: name))
            let ending = try run("receipt", "check", name, "run.receipt", "--format", "json")
            #expect(ending.code == code, "\(name): \(ending.output)")
            let findings = try ending.json().at("receipts").elements()
                .map { try $0.at("valid").booleanValue }
            #expect(findings == [false, true])
        }
    }

    @Test("A key that others may read, or that is there already, is refused with advice")
    func keys() throws {
        _ = try makeKey("lab.key")
        let again = try run("receipt", "key", "--out", "lab.key")
        #expect(again.code == 65 && again.messages.contains("not written over"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: folder.path + "/lab.key")
        let ending = try emit("run", key: "lab.key", level: "layers")
        #expect(ending.code == 65 && ending.messages.contains("chmod 600"), "\(ending.messages)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/run.receipt"))
    }

    @Test(
        "Requests that contradict themselves end with 64",
        arguments: [
            ["key", "--out", "-"],
            ["emit", "--model", "m", "--key", "k", "--out", "o", "--salt", "s"],
            ["emit", "--model", "m", "--key", "k", "--out", "o", "--prompts", "0"],
            ["emit", "--model", "m", "--key", "k", "--out", "o", "--stop-early"],
            ["emit", "--model", "m", "--key", "k", "--out", "o", "--level", "values=embed"],
            [
                "emit", "--model", "m", "--key", "k", "--out", "o", "--engine", "definition",
                "--share-prefixes",
            ],
            ["spot-check", "r", "--model", "m", "--trace", "t", "-k", "0"],
            ["spot-check", "r", "--model", "m", "--trace", "t", "-k", "1", "--seed", "ab"],
            ["verify", "r", "--model", "m", "--stop-early"],
        ])
    func usage(arguments: [String]) throws {
        #expect(try Program.run(["receipt"] + arguments, folder: folder.path).code == 64)
    }

    @Test("No help offers what is always refused, and no file's name steers the terminal")
    func words() throws {
        for command in [["receipt", "emit"], ["receipt", "verify"], ["sweep", "task"]] {
            let help = try run(command[0], command[1], "--help")
            #expect(help.code == 0 && help.output.contains("--share-prefixes"))
            #expect(!help.output.contains("--stop-early"), "\(command)")
        }
        let missing = try run(
            "receipt", "verify", "a\u{1B}[31m\u{202E}b", "--model", Program.nano)
        #expect(missing.code == 65)
        #expect(missing.messages.contains("a\\u001b[31m\\u202eb"), "\(missing.messages)")
        #expect(!missing.messages.unicodeScalars.contains("\u{1B}"))
    }

    @Test("Many receipts are drawn as a matrix, with groups; runs and traces stand beside them")
    func matrix() throws {
        _ = try makeKey("lab.key")
        _ = try makeKey("other.key")
        #expect(try emit("a", key: "lab.key", level: "layers").code == 0)
        #expect(try emit("b", key: "other.key", level: "layers").code == 0)
        let own = try OwnModel()
        let drawn = try run(
            "receipt", "emit", "--model", own.path, "--key", "lab.key", "--prompts", "3", "--out",
            "c.receipt")
        #expect(drawn.code == 0, "\(drawn.messages)")
        let kept = try run(
            "reproduce", "--model", Program.nano, "--prompts", "3", "--out", "kept.json")
        #expect(kept.code == 0, "\(kept.messages)")
        let equal = try run(
            "compare", "a.receipt", "b.receipt", "kept.json", "a.trace", "--format", "json")
        #expect(equal.code == 0, "\(equal.output)\(equal.messages)")
        #expect(try equal.json().at("verdict").string() == "match")
        #expect(try equal.json().at("provenance").at("version").string().isEmpty == false)
        #expect(try equal.json().at("groups").at("all").elements().count == 1)
        let different = try run("compare", "a.receipt", "c.receipt", "b.receipt")
        #expect(different.code == 1)
        #expect(different.output.contains("A C | B"), "\(different.output)")
        let beside = try run("compare", "a.receipt", Program.nano)
        #expect(beside.code == 65 && beside.messages.contains("expected a receipt"))
        #expect(try run("compare", "a.receipt", "b.receipt", "--svg", "a.svg").code == 64)
    }
}
