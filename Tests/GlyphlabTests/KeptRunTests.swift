import Encodings
import Fingerprints
import Foundation
import TestSupport
import Testing

@Suite("Kept runs, and what to do where a receipt is another")
struct KeptRunTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var path: String { folder.path + "/run.json" }

    private func reproduce(_ arguments: String...) throws -> (
        ending: Program.Ending, json: JSONValue
    ) {
        let ending = try Program.run(
            ["reproduce", "--prompts", "2", "--format", "json"] + arguments)
        return (ending, try ending.json())
    }

    private func kept() throws -> JSONValue {
        try JSONParser.parse(Array(Data(contentsOf: URL(filePath: path))), byteCountMax: 1 << 24)
    }

    @Test("A kept run says what the result says, and is not written over")
    func keeping() throws {
        let (ending, json) = try reproduce("--out", path)
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(try json.at("kept").string() == path)
        #expect(json.member("next")?.kind == "null" && json.member("then")?.kind == "null")
        let run = try kept()
        #expect(try run.at("format").string() == "glyphlab run")
        let model = try run.at("model")
        #expect(
            try model.at("integer_weights_hash").string()
                == json.at("integer_weights_hash").string())
        #expect(try model.at("folder").string() == "glyph-nano")
        let receipt = try run.at("receipt")
        for key in ["ultimate_hash", "tokens_sha256"] {
            #expect(try receipt.at(key).string() == json.at(key).string())
        }
        let lines = try receipt.at("proofs").elements()
        #expect(
            try lines.map { try $0.elements()[1].string() }
                == json.at("proofs").elements().map { try $0.string() })
        #expect(try run.at("settings").at("backend").string() == json.at("backend").string())
        #expect(try run.at("provenance").at("arguments").elements().count == 7)

        let before = try Data(contentsOf: URL(filePath: path))
        let again = try Program.run(["reproduce", "--prompts", "1", "--out", path])
        #expect(again.code == 65)
        #expect(again.messages.contains("\(path): expected no file there yet, got one: a run is"))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("Where the hash is another, the run is kept and each machine gets its command")
    func mismatch() throws {
        let other = String(repeating: "ab", count: 32)
        let settings = ["--threads", "1", "--batch", "2", "--share-prefixes"]
        let arguments = ["reproduce", "--prompts", "2", "--expect", other] + settings
        let ending = try Program.run(arguments + ["--format", "json", "--out", path])
        #expect(ending.code == 1, "\(ending.messages)")
        let json = try ending.json()
        let backend = try json.at("backend").string()
        let next = try json.at("next").elements().map { try $0.string() }
        #expect(
            next == [
                "glyphlab trace --model glyph-nano --prompts 2 --level layers "
                    + "--backend \(backend) --threads 1 --batch 2 --share-prefixes "
                    + "--out here.trace",
                "glyphlab trace --model glyph-nano --prompts 2 --level layers --out there.trace",
            ])
        let then = try json.at("then").string()
        #expect(then == "glyphlab locate here.trace there.trace")
        #expect(try kept().at("receipt").at("prompt_count").integer() == 2)
        let text = try Program.run(arguments)
        #expect(text.code == 1)
        for command in next + [then] { #expect(text.output.contains("\n    \(command)\n")) }

        // The commands run as they stand, but for the place of their files.
        for command in next {
            let words = command.split(separator: " ").map(String.init)
            let traced = try Program.run(
                words.dropFirst().map {
                    $0.hasSuffix(".trace") ? folder.path + "/" + $0 : $0
                })
            #expect(traced.code == 0, "\(command): \(traced.messages)")
        }
    }

    @Test("Where nothing was compared, there is nothing to look for")
    func nothing() throws {
        let own = try OwnModel()
        let (ending, json) = try reproduce("--model", own.path, "--out", path)
        #expect(ending.code == 2)
        #expect(json.member("next")?.kind == "null")
        #expect(try kept().at("model").at("folder").string() == own.path)
        #expect(try kept().at("model").at("name").string() == own.path)
    }

    @Test("The digests of a folder are those that its kept run has")
    func digests() throws {
        _ = try reproduce("--out", path)
        let ending = try Program.run(["models", "digest", Program.nano, "--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let (json, model) = (try ending.json(), try kept().at("model"))
        #expect(try json.at("files").compactText == model.at("files").compactText)
        #expect(try json.at("architecture").compactText == model.at("architecture").compactText)
        let tensors = try json.at("tensors").elements().map { tensor in
            JSONValue.array(
                try ["name", "shape", "stored_type", "stored_sha256", "integers_digest"].map {
                    try tensor.at($0)
                })
        }
        #expect(try JSONValue.array(tensors).compactText == model.at("tensors").compactText)
        let text = try Program.run(["models", "digest", Program.nano])
        #expect(text.code == 0)
        let line = /h\.3\.mlp\.c_proj\.w +F16 +1024 × 256 +[0-9a-f]{16}/
        #expect(text.output.contains(line))
        #expect(try Program.run(["models", "digest", folder.path]).code == 2)
        #expect(try Program.run(["models", "digest", path]).code == 65)
    }
}
