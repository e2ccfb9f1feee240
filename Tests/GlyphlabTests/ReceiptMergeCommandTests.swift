import Cryptography
import Encodings
import Foundation
import Receipts
import TestSupport
import Testing
import Traces

@Suite("The command receipt merge") struct ReceiptMergeCommandTests {
    private let folder: TemporaryFolder
    private let key = Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32))

    init() throws { folder = try TemporaryFolder() }

    private func url(_ name: String) -> URL { URL(filePath: folder.path).appending(path: name) }

    private func run(_ arguments: [String]) throws -> Program.Ending {
        try Program.run(arguments, folder: folder.path)
    }

    private func merge(_ files: String..., out: String, _ others: [String] = []) throws
        -> Program.Ending
    {
        try run(
            ["receipt", "merge"] + files + ["--key", "lab.key", "--out", out, "--format", "json"]
                + others)
    }

    /// A receipt of the embedded model, signed by the test's key.
    private func emit(_ name: String, _ others: String...) throws -> RunReceipt {
        let path = folder.path + "/lab.key"
        if !FileManager.default.fileExists(atPath: path) {
            try Data(SigningKeyFile.encoded(key)).write(to: url("lab.key"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        let ending = try run(
            ["receipt", "emit", "--model", Program.nano, "--key", "lab.key", "--out", name]
                + others)
        try #require(ending.code == 0, "\(ending.messages)")
        return try RunReceipt(decoding: Array(Data(contentsOf: url(name))))
    }

    /// The receipt with a lie in it, signed again by who holds its key.
    private func forge(
        _ receipt: RunReceipt, _ name: String, _ lie: (inout RunStatement) -> Void
    ) throws {
        var body = receipt.body
        lie(&body.run)
        try Data(RunReceipt(signing: body, by: key).encoded).write(to: url(name))
    }

    private func words(_ ending: Program.Ending, _ key: String) throws -> String {
        try ending.json().at(key).elements().map { try $0.string() }.joined(separator: "\n")
    }

    @Test("Each lie about the run is found by the model, and without it named the signers' word")
    func lies() throws {
        let receipt = try emit("true.receipt", "--prompts", "1")
        let honest = try merge("true.receipt", out: "a")
        #expect(honest.code == 0, "\(honest.messages)")
        #expect(try words(honest, "compared").contains("the pinned model glyph-nano"))
        #expect(try words(honest, "on_the_signers_word").contains("--model compares them"))
        let held = try merge("true.receipt", out: "b", ["--model", Program.nano])
        #expect(held.code == 0, "\(held.messages)")
        #expect(try !words(held, "on_the_signers_word").contains("--model"))
        #expect(try words(held, "on_the_signers_word").contains("the roots of records"))

        let other = Digests.sha256("other".utf8)
        try forge(receipt, "heads.receipt") { $0.architecture.headCount = 40 }
        let pinned = try merge("heads.receipt", out: "c")
        #expect(pinned.code == 1)
        #expect(try pinned.json().at("reason").string().contains("got layer_norm"))
        let lies: [(String, String, (inout RunStatement) -> Void)] = [
            ("integers", "digest of the integers", { $0.integersDigest = other }),
            ("operations", "run digest", { $0.runDigest = other }),
            ("tokens", "tokens: expected", { $0.prompts[0].input = other }),
        ]
        for (name, reason, lie) in lies {
            try forge(receipt, name, lie)
            let word = try merge(name, out: "\(name)-word")
            #expect(word.code == 0, "\(name): the proofs are the golden's")
            #expect(try words(word, "on_the_signers_word").contains("digest of the integers"))
            let found = try merge(name, out: "\(name)-found", ["--model", Program.nano])
            #expect(found.code == 1, "\(name)")
            let json = try found.json()
            #expect(try json.at("reason").string().contains(reason), "\(name)")
            #expect(try json.at("match").booleanValue == false)
        }
    }

    @Test("A wrong run digest, other tokens and a stranger's key are told by name, as a document")
    func facts() throws {
        let receipt = try emit("true.receipt", "--prompts", "1", "--trace", "true.trace")
        let other = Digests.sha256("other".utf8)
        let verify = ["--model", Program.nano, "--format", "json"]
        for (name, lie, fact) in [
            ("operations", { $0.runDigest = other }, "run digest"),
            ("integers", { $0.integersDigest = other }, "digest of the integers"),
        ] as [(String, (inout RunStatement) -> Void, String)] {
            try forge(receipt, name, lie)
            let json = try run(["receipt", "verify", name] + verify).json()
            let facts = try json.at("differences").elements()
            #expect(facts.count == 1, "\(name)")
            #expect(try facts[0].at("fact").string().hasPrefix(fact), "\(name)")
            #expect(try facts[0].at("receipt").string() == other.text, "\(name)")
            #expect(try json.at("explanation").string().contains(fact), "\(name)")
            let spot = try run(
                ["receipt", "spot-check", name, "--trace", "true.trace", "-k", "1"] + verify)
            #expect(spot.code == 1 && spot.messages.contains(fact), "\(name)")
            let document = try spot.json()
            #expect(try document.at("verdict").string() == "schedule", "\(name)")
            #expect(try document.at("provenance").at("version").string() == "0.2.0")
        }
        var body = receipt.body
        body.run.prompts[0].input = other
        body.origin.makers[0].tokenizerDigest = other
        try Data(RunReceipt(signing: body, by: key).encoded).write(to: url("tokens"))
        let tokens = try run(["receipt", "verify", "tokens"] + verify)
        #expect(tokens.code == 1)
        let facts = try tokens.json().at("differences").elements().map {
            try $0.at("fact").string()
        }
        #expect(facts == ["tokenizer"])
        let stranger = String(repeating: "ab", count: 32)
        for command in [
            ["verify", "true.receipt"] + verify,
            ["spot-check", "true.receipt", "--trace", "true.trace", "-k", "1"] + verify,
            ["merge", "true.receipt", "--key", "lab.key", "--out", "o", "--format", "json"],
        ] {
            let ending = try run(["receipt"] + command + ["--trusted-key", stranger])
            #expect(ending.code == 1)
            #expect(try ending.json().at("verdict").string() == "untrusted_key")
        }
    }

    @Test("Prompts of one's own have no golden, and no receipt is written over")
    func own() throws {
        _ = try emit("own.receipt", "--salt", "s", "--prompt", "p")
        let ending = try merge("own.receipt", out: "whole.receipt")
        #expect(ending.code == 2, "\(ending.output)\(ending.messages)")
        let json = try ending.json()
        #expect(try json.at("golden").compactText == "null")
        let reason = try json.at("reason").string()
        #expect(reason.contains("these are others") && !reason.contains("--record"), "\(reason)")
        let hash = try json.at("ultimate_hash").string()
        let expected = try merge("own.receipt", out: "expected.receipt", ["--expect", hash])
        #expect(expected.code == 0, "\(expected.messages)")
        let before = try Data(contentsOf: url("whole.receipt"))
        let again = try merge("own.receipt", out: "whole.receipt", ["--expect", hash])
        #expect(again.code == 65 && again.messages.contains("not written over"))
        #expect(try Data(contentsOf: url("whole.receipt")) == before)
    }
}
