import Encodings
import Foundation
import TestSupport
import Testing

/// `reproduce v3` and `experiment` on models that the test draws.
@Suite("The commands of the float pipelines") struct FloatCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A model with glyph-nano's tokenizer and heads of 64.
    private func drawn(_ name: String, heads: Int, context: Int = 96) throws -> String {
        let path = "\(folder.path)/\(name)"
        let ending = try Program.run([
            "models", "synth", "--seed", name, "--layers", "1", "--width", "\(64 * heads)",
            "--heads", "\(heads)", "--vocab", "3072", "--context", "\(context)", "--tokenizer",
            Program.nano, "--out", path,
        ])
        try #require(ending.code == 0, "\(ending.messages)")
        return path
    }

    /// A golden's file of a run, with some of its lines changed.
    private func golden(
        _ name: String, of run: JSONValue, changes: [String: JSONValue] = [:]
    ) throws -> String {
        let hashes = try run.at("proofs").elements().map { try $0.at("proof_hash") }
        let members: [(String, JSONValue)] = [
            ("float_golden", .string("v3")), ("model", .string("own")), ("layers", .integer(1)),
            ("heads", .integer(6)), ("drift_in_wide", .string("9.4e-6")),
            ("drift", .string("1.9e-5")), ("prompt_count", .integer(100)),
            ("ultimate_hash", try run.at("ultimate_hash")), ("proof_hashes", .array(hashes)),
        ]
        let json = JSONValue.object(members.map { JSONMember($0.0, changes[$0.0] ?? $0.1) })
        let path = "\(folder.path)/\(name).json"
        try Data(json.prettyText.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("A golden of floats of one's own is confirmed, refuted and checked against its model")
    func ownGolden() throws {
        let model = try drawn("six", heads: 6)
        let reproduce = ["reproduce", "v3", "--model", model]
        let first = try Program.run(reproduce + ["--format", "json"])
        #expect(first.code == 2, "compared with nothing: \(first.messages)")
        let run = try first.json()
        let own = try golden("own", of: run)
        let again = try Program.run(reproduce + ["--golden", own])
        #expect(again.code == 0 && again.output.contains("yes: the hash is the golden's"))
        let few = try Program.run(reproduce + ["--golden", own, "--prompts", "7"])
        #expect(few.code == 0, "\(few.messages)")

        let hash = try run.at("ultimate_hash").string()
        #expect(try Program.run(reproduce + ["--golden", hash]).code == 0)
        var proofs = try run.at("proofs").elements().map { try $0.at("proof_hash") }
        proofs[0] = proofs[1]
        let other = try golden("other", of: run, changes: ["proof_hashes": .array(proofs)])
        let unsound = try Program.run(reproduce + ["--golden", other])
        #expect(unsound.code == 65 && unsound.messages.contains("proof_hashes"))

        for (key, value, part) in [
            ("layers", 12, "expected a golden of 1 layers and 6 heads"),
            ("heads", 4, "got one of 1 and 4"), ("prompt_count", 60, "prompt_count"),
        ] {
            let file = try golden(key, of: run, changes: [key: .integer(value)])
            let ending = try Program.run(reproduce + ["--golden", file])
            #expect(ending.code == 65 && ending.messages.contains(part), "\(ending.messages)")
        }
    }

    @Test("Only a whole model is run: no layer, no element that is not finite goes unseen")
    func wholeModels() throws {
        let model = try drawn("six", heads: 6)
        let config = model + "/config.json"
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try text.replacing("\"n_head\": 6", with: "\"n_head\": 6, \"n_inner\": 4")
            .write(toFile: config, atomically: true, encoding: .utf8)
        let commands = [
            ["reproduce", "v3", "--prompts", "2", "--model", model],
            ["experiment", "by-size", "--samples", "2", "--model", model],
        ]
        for command in commands {
            let ending = try Program.run(command)
            #expect(ending.code == 65 && ending.messages.contains("n_inner"))
        }
        try text.write(toFile: config, atomically: true, encoding: .utf8)
        // A second layer's tensors, of which the configuration says nothing.
        let two = folder.path + "/two"
        let ending = try Program.run([
            "models", "synth", "--seed", "two", "--layers", "2", "--width", "384", "--heads", "6",
            "--vocab", "3072", "--context", "96", "--tokenizer", Program.nano, "--out", two,
        ])
        try #require(ending.code == 0)
        try FileManager.default.removeItem(atPath: two + "/config.json")
        try FileManager.default.copyItem(atPath: config, toPath: two + "/config.json")
        for command in commands {
            let ending = try Program.run(command.dropLast() + [two])
            #expect(ending.code == 65 && ending.messages.contains("h.1."), "\(ending.messages)")
        }
        // The closing norm, which no row depends on.
        let url = URL(filePath: model + "/model.safetensors")
        var bytes = try Data(contentsOf: url)
        let byteCount = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let header = try JSONParser.parse(Array(bytes[8..<8 + byteCount]), byteCountMax: 1 << 20)
        let name = try #require(
            try header.members().map(\.key).first { $0.hasSuffix("ln_f.weight") })
        let start = try header.at(name).at("data_offsets").integers()[0]
        bytes.replaceSubrange(
            8 + byteCount + start..<8 + byteCount + start + 4, with: [0, 0, 0xC0, 0x7F])
        try bytes.write(to: url)
        for command in commands {
            let ending = try Program.run(command)
            #expect(ending.code == 65 && ending.messages.contains("ln_f.weight"))
        }
    }

    @Test("Options of integers are refused beside a golden of floats, each by its name")
    func options() throws {
        for option in ["--stop-early", "--share-prefixes", "--cache", "--no-cache", "--cascade"] {
            let ending = try Program.run(["reproduce", "v3", option])
            #expect(ending.code == 64)
            #expect(ending.messages.contains("expected no \(option) beside"), "\(ending.messages)")
        }
        let unknown = try Program.run(["reproduce", "v4"])
        #expect(unknown.code == 64 && unknown.messages.contains("v3, qwen; got \"v4\""))
        let fresh = try Program.run(["experiment", "duels", "--fresh-noise"])
        #expect(fresh.code == 64 && fresh.messages.contains("fresh-noise: expected for noise"))
        let model = ["--model", Program.nano]
        let missing = try Program.run(["reproduce", "v3", "--golden", "no.json"] + model)
        #expect(missing.code == 65 && missing.messages.contains("no.json: expected a golden"))
        let other = Vectors.house.appending(path: "Goldens/float/qwen.json").path
        let mixed = try Program.run(["reproduce", "v3", "--golden", other] + model)
        #expect(mixed.code == 65 && mixed.messages.contains("\(other): expected a golden of v3"))
        let integers = try Program.run(["reproduce", other] + model)
        #expect(integers.code == 64 && integers.messages.contains("reproduce qwen --golden"))
    }

    @Test("A prompt that a model cannot read is named with the model")
    func context() throws {
        let model = try drawn("short", heads: 1, context: 14)
        let ending = try Program.run(["reproduce", "v3", "--model", model])
        #expect(ending.code == 65)
        #expect(ending.messages.contains("\(model): prompt 0: token ids: expected at most 14"))
    }

    @Test("All experiments go on behind those that a small model cannot do")
    func experiments() throws {
        let model = try drawn("four", heads: 4)
        let page = folder.path + "/page.html"
        let all = ["experiment", "all", "--model", model, "--samples", "3"]
        let ending = try Program.run(all + ["--format", "json", "--html", page])
        #expect(ending.code == 2, "\(ending.messages)")
        let report = try ending.json()
        let done = try report.at("experiments").elements().map { try $0.at("name").string() }
        let not = try report.at("not_done").elements().map { try $0.at("name").string() }
        #expect(done == ["admission"])
        #expect(not.count == 9 && not.first == "uniqueness" && not.last == "challenges")
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("Not done with this model") && html.contains("at least 6 heads"))
        let text = try Program.run(all)
        #expect(text.code == 2 && text.output.contains("not done: uniqueness, lookup"))
        let single = try Program.run(["experiment", "duels", "--model", model])
        #expect(single.code == 65 && single.messages.contains("at least 6 heads, got 4"))
        let whole = try drawn("six", heads: 6)
        let enough = try Program.run(
            ["experiment", "by-size", "--model", whole, "--samples", "3", "--format", "json"])
        #expect(enough.code == 0)
        #expect(try enough.json().at("not_done").elements().isEmpty)
    }

    @Test("A form with heads that integers do not take is drawn, and said to be for floats alone")
    func heads() throws {
        let path = folder.path + "/twenty"
        let ending = try Program.run([
            "models", "synth", "--seed", "s", "--layers", "2", "--width", "120", "--heads", "6",
            "--vocab", "3072", "--context", "64", "--tokenizer", Program.nano, "--out", path,
        ])
        #expect(ending.code == 0 && ending.messages.contains("heads of 20 run in floats alone"))
        #expect(try Program.run(["reproduce", "--model", path]).code == 65)
        let floats = try Program.run(["reproduce", "v3", "--model", path, "--prompts", "3"])
        #expect(floats.code == 2, "\(floats.messages)")
    }
}
