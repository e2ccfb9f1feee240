import Encodings
import Foundation
import TestSupport
import Testing

@Suite("The command trace") struct TraceCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func trace(_ arguments: [String], out: String = "run.trace") throws -> Program.Ending {
        try Program.run(
            ["trace", "--model", Program.nano, "--out", out] + arguments, folder: folder.path)
    }

    @Test("A trace tells its root, its records and its proofs, and writes the file that it names.")
    func written() throws {
        let ending = try trace(["--prompts", "2", "--level", "operations", "--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        let size =
            try FileManager.default
            .attributesOfItem(atPath: folder.path + "/run.trace")[.size] as? Int
        #expect(try json.at("bytes").integer() == size)
        #expect(try json.at("records").integer() == 2 * (1 + 4 * 12 + 2))
        #expect(try json.at("not_computed").integer() == 0)
        let golden = try JSONParser.parse(
            Array(Data(contentsOf: Vectors.house.appending(path: "Goldens/glyph-nano.json"))),
            byteCountMax: 1 << 20)
        let proofs = try json.at("proofs").elements().map { try $0.string() }
        #expect(
            try proofs
                == golden.at("proofs").elements().prefix(2)
                .map { try $0.at("proof_hash").string() })
    }

    @Test("The root is the same whatever the run's settings; the file says which they were.")
    func root() throws {
        var roots: Set<String> = []  // counted, never iterated
        for settings in [
            [], ["--batch", "1"], ["--threads", "3"], ["--backend", "reference"],
            ["--engine", "definition"], ["--share-prefixes"],
        ] {
            let ending = try trace(
                ["--prompts", "3", "--level", "layers", "--format", "json"] + settings)
            roots.insert(try ending.json().at("root").string())
        }
        #expect(roots.count == 1)
    }

    @Test("A prompt of one's own is read from a file as it is.")
    func promptFile() throws {
        let prompt = "golden \u{e9}\n"
        try Data(prompt.utf8).write(to: URL(filePath: folder.path + "/prompt"))
        let ofFile = try trace(["--salt", "s", "--prompt-file", "prompt", "--format", "json"])
        let ofText = try trace(["--salt", "s", "--prompt", prompt, "--format", "json"])
        #expect(ofFile.code == 0)
        #expect(try ofFile.json().at("root").string() == ofText.json().at("root").string())
    }

    @Test(
        "A request that cannot be met ends with its code and writes nothing.",
        arguments: [
            (["--prompts", "2", "--level", "values=h.9.ln_1"], Int32(65), "h.9.ln_1"),
            (["--level", "values=h.9.ln_1.g"], 65, "h.9.ln_1.g"),
            (["--prompts", "2", "--level", "values=wte"], 64, "parameter"),
            (["--prompts", "0"], 64, "1 to"),
            (
                ["--prompts", "2", "--level", "values=h.3.residual_mlp", "--stop-early"], 2,
                "got none of 2, the first prompt 0: the run stopped before; leave out --stop-early"
            ),
            (["--prompts", "2", "--level", "everything"], 64, "everything"),
            (["--prompts", "2", "--salt", "s"], 64, "--salt"),
            (["--salt", "s"], 64, "--prompt"),
            (["--salt", "s", "--prompt", ""], 0, ""),
            (["--prompts", "2", "--engine", "definition", "--stop-early"], 64, "definition"),
            (["--salt", "s", "--prompt-file", "missing"], 65, "missing"),
            (["--salt", "s", "--prompt", "a", "--prompt-file", "b"], 64, "exactly one"),
        ])
    func refused(arguments: [String], code: Int32, word: String) throws {
        let ending = try trace(arguments)
        #expect(ending.code == code, "\(ending.messages)")
        #expect(word.isEmpty || ending.messages.contains(word))
        #expect(
            FileManager.default.fileExists(atPath: folder.path + "/run.trace") == (code == 0))
    }

    @Test("The cost of traces is measured beside the same run without any.")
    func bench() throws {
        let ending = try Program.run(
            ["bench", "--trace", "--prompts", "2", "--repeats", "1", "--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let levels = try ending.json().at("traces").elements()
            .map { try $0.at("level").string() }
        #expect(levels == ["none", "layers", "operations"])
        #expect(try Program.run(["bench", "--trace", "--svg", "a.svg"]).code == 64)
        #expect(try Program.run(["bench", "--trace", "--batch", "0"]).code == 64)
    }
}
