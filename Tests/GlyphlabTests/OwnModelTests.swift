import Encodings
import Foundation
import TestSupport
import Testing

/// The main job with a model of one's own: what a stranger does first.
@Suite("A model of one's own")
struct OwnModelTests {
    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Program.Ending {
        try Program.run(arguments, environment: environment)
    }

    private func verdict(_ ending: Program.Ending) throws -> (match: JSONValue, reason: String) {
        (try ending.json().at("match"), try ending.json().at("reason").string())
    }

    @Test("Without a golden its hash is computed, nothing is compared, and the code is 2")
    func noGolden() throws {
        let own = try OwnModel()
        let ending = try run("reproduce", "--model", own.path, "--prompts", "2", "--format", "json")
        #expect(ending.code == 2, "\(ending.messages)")
        for key in ["golden", "expected_hash", "match", "weights_match", "first_difference"] {
            #expect(try ending.json().at(key).compactText == "null", "\(key)")
        }
        #expect(try ending.json().at("ultimate_hash").string().utf8.count == 64)
        #expect(try verdict(ending).reason.hasPrefix("nothing was compared"))
        #expect(ending.messages == "")
        let text = try run("reproduce", "--model", own.path, "--prompts", "2")
        #expect(text.output.contains("\n\n  match     inconclusive: nothing was compared"))
    }

    @Test("An expected hash is met or not, in either case of letters; a prefix is refused")
    func expected() throws {
        let own = try OwnModel()
        let base = ["reproduce", "--model", own.path, "--prompts", "2", "--format", "json"]
        let json = try Program.run(base).json()
        let hash = try json.at("ultimate_hash").string()
        let weights = try json.at("integer_weights_hash").string()
        let zeros = String(repeating: "0", count: 64)
        for (options, code, reason) in [
            (["--expect", hash], 0, "were compared with nothing"),
            (["--expect", hash.uppercased()], 0, "is the expected one"),
            (
                ["--expect", hash, "--expect-weights", weights.uppercased()], 0,
                "the weights are the expected ones"
            ),
            (["--expect", zeros], 1, "the hash of 2 prompts is not the expected one"),
            (
                ["--expect", hash, "--expect-weights", zeros], 1,
                "the weights differ from the expected ones; the hash happens to be the same"
            ),
            (["--expect-weights", zeros], 1, "the weights differ from the expected ones"),
            (["--expect-weights", weights], 2, "the weights are the expected ones"),
        ] as [([String], Int32, String)] {
            let ending = try Program.run(base + options)
            #expect(ending.code == code, "\(options): \(ending.messages)")
            #expect(try verdict(ending).reason.contains(reason), "\(options)")
        }
        for prefix in [String(hash.prefix(8)), hash + "0", String(repeating: "g", count: 64)] {
            let ending = try Program.run(base + ["--expect", prefix])
            #expect(ending.code == 64)
            #expect(ending.messages.contains("expected all 64 hex digits"), "\(ending.messages)")
        }
    }

    @Test("A recorded golden is taken by its path, with the model's folder and without")
    func recorded() throws {
        let own = try OwnModel()
        let file = own.folder.path + "/mine.json"
        let record = ["reproduce", "--model", own.path, "--prompts", "3", "--record", file]
        let ending = try Program.run(record + ["--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(try ending.json().at("recorded").string() == file)
        let golden = try JSONParser.parse(
            Array(Data(contentsOf: URL(filePath: file))), byteCountMax: 1 << 20)
        #expect(try golden.at("golden").string() == "mine")
        #expect(try golden.at("model_folder").string() == "own")
        for options in [[], ["--model", own.path], ["--prompts", "2"]] {
            let again = try Program.run(["reproduce", file, "--format", "json"] + options)
            #expect(again.code == 0, "\(options): \(again.messages)")
            #expect(try again.json().at("golden").string() == "mine")
        }
        let more = try run("reproduce", file, "--prompts", "4", "--format", "json")
        #expect(more.code == 2)
        #expect(try verdict(more).reason.contains("lists 3 prompts"))

        // It is not written over, and what does not hold is not recorded.
        #expect(try Program.run(record).code == 65)
        #expect(try run("reproduce", file, "--record", file + "2").code == 64)
        #expect(try run("reproduce", own.folder.path + "/none.json").code == 65)
        try FileManager.default.moveItem(atPath: own.path, toPath: own.path + "-moved")
        let moved = try run("reproduce", file)
        #expect(moved.code == 2)
        #expect(moved.messages.contains("name its folder with --model"), "\(moved.messages)")
        #expect(try run("reproduce", file, "--model", own.path + "-moved").code == 0)
    }

    @Test("A golden of a pinned model's copy looks for the copy first, then for the house's own")
    func copyOfPinned() throws {
        let folder = try TemporaryFolder()
        let (copy, file) = (folder.path + "/copy", folder.path + "/copy.json")
        try FileManager.default.copyItem(atPath: Program.nano, toPath: copy)
        let record = try run("reproduce", "--model", copy, "--prompts", "2", "--record", file)
        #expect(record.code == 0, "\(record.messages)")
        #expect(try run("reproduce", file).code == 0)
        // A copy that is there and lacks its weights is not passed over.
        try FileManager.default.removeItem(atPath: copy + "/model.safetensors")
        #expect(try run("reproduce", file).code == 2)
        try FileManager.default.removeItem(atPath: copy)
        #expect(try run("reproduce", file).code == 0)
    }

    @Test("Another tokenizer is told where the tokens are recorded")
    func tokens() throws {
        let own = try OwnModel()
        let file = own.folder.path + "/mine.json"
        #expect(
            try run("reproduce", "--model", own.path, "--prompts", "3", "--record", file).code == 0)
        let merges = URL(filePath: own.path + "/merges.txt")
        let lines = try String(contentsOf: merges, encoding: .utf8).split(separator: "\n")
        try Data(lines.prefix(200).joined(separator: "\n").utf8).write(to: merges)
        let ending = try run("reproduce", file, "--format", "json")
        #expect(ending.code == 1, "\(ending.messages)")
        #expect(try ending.json().at("weights_match").compactText == "true")
        #expect(try ending.json().at("tokens_match").compactText == "false")
        let reason = try verdict(ending).reason
        #expect(reason.hasPrefix("3 of 3 prompts differ from golden mine, the first is number 0"))
        #expect(reason.hasSuffix("the tokens differ: another tokenizer"))
    }

    @Test("Rows that say nothing are warned of, and other weights with the same hash are no match")
    func flatRows() throws {
        let own = try OwnModel()
        let other = own.folder.path + "/other"
        try own.draw("other", to: other)
        try own.flatten(own.path, seed: 1)
        try own.flatten(other, seed: 2)
        let file = own.folder.path + "/mine.json"
        let first = try run(
            "reproduce", "--model", own.path, "--prompts", "8", "--record", file, "--format", "json"
        ).json()
        #expect(try first.at("uniform_rows").integer() == 8)
        #expect(try first.at("rows").integer() == 8)
        let hash = try first.at("ultimate_hash").string()
        let ending = try run("reproduce", "--model", other, "--prompts", "8", "--expect", hash)
        #expect(ending.code == 0)
        #expect(ending.output.contains("WARNING: 8 of 8 rows of attention are uniform or on one"))
        #expect(ending.output.contains("does not tell models apart"))
        let named = try run("reproduce", file, "--model", other, "--format", "json")
        #expect(named.code == 1)
        #expect(try named.json().at("match").compactText == "false")
        #expect(try verdict(named).reason.hasPrefix("the weights differ from those of golden mine"))
    }

    @Test("Where a named golden is another model's, both weights and what helps are told")
    func advice() throws {
        let own = try OwnModel()
        let words = ["reproduce", "glyph-nano", "--model", own.path, "--prompts", "2"]
        let ending = try Program.run(words + ["--format", "json"])
        #expect(ending.code == 2, "\(ending.messages)")
        let json = try ending.json()
        let advice = try json.at("advice").string()
        let expected = try json.at("expected_integer_weights_hash").string()
        let got = try json.at("integer_weights_hash").string()
        #expect(
            advice.hasPrefix("golden glyph-nano expects the weights \(expected) of the model "))
        #expect(advice.contains(", got \(got) in \(own.path); name that model's folder"))
        let text = try Program.run(words).output
        #expect(text.contains("  advice    golden glyph-nano expects the weights \(expected)"))
        #expect(text.contains("            name that model's folder with --model\n"))
        let held = try Program.run(["reproduce", "--prompts", "1", "--format", "json"])
        #expect(try held.json().at("advice").compactText == "null")
    }

    @Test("A golden says nothing of other weights, and nothing of prompts that it does not list")
    func notComparable() throws {
        let own = try OwnModel()
        let other = try run(
            "reproduce", "gpt2", "--model", own.path, "--prompts", "100", "--format", "json")
        #expect(other.code == 2, "\(other.messages)")
        #expect(try verdict(other).match.compactText == "null")
        #expect(try verdict(other).reason.hasSuffix("so its receipt is not comparable"))
        #expect(try other.json().at("model").string() == own.path)
        for (count, code, reason) in [
            ("3", 0, "3 of 100 prompts, against the first 3 proofs of golden glyph-nano"),
            ("1", 0, "1 of 100 prompts, against the first proof of golden glyph-nano"),
            ("101", 2, "golden glyph-nano lists 100 prompts"),
        ] as [(String, Int32, String)] {
            let ending = try run("reproduce", "--prompts", count, "--format", "json")
            #expect(ending.code == code)
            let got = try verdict(ending).reason
            #expect(got.hasPrefix(reason), "\(got)")
        }
        let expect = try run(
            "reproduce", "--prompts", "3", "--expect", String(repeating: "0", count: 64))
        #expect(expect.code == 1)
        #expect(expect.output.contains("but the first 3 proofs are those of golden glyph-nano"))
    }

    @Test("Files that are no receipts are no goldens, and a spoiled one hides no other")
    func spoiled() throws {
        let own = try OwnModel()
        let nano = try String(
            contentsOf: Vectors.house.appending(path: "Goldens/glyph-nano.json"), encoding: .utf8)
        let environment = try own.house([
            "aaa.json": "{\"blocks\": []}", "aab.json": "not JSON", "aac.json": "",
            "aad.json": String(nano.dropLast(100)), "aae.json": "{\"ultimate_hash\": 1}",
        ])
        let ending = try run(
            "reproduce", "--model", "glyph-nano", "--prompts", "2", environment: environment)
        #expect(ending.code == 0, "\(ending.messages)")
        for name in ["aad", "aae"] {
            #expect(ending.messages.contains("Goldens/\(name).json: "))
            #expect(try run("reproduce", name, environment: environment).code == 65)
        }
        for name in ["aaa", "aab", "aac", "hardened-chain"] {
            #expect(!ending.messages.contains(name))
            let named = try run("reproduce", name, environment: environment)
            #expect(named.code == 64)
            #expect(named.messages.contains("one of glyph-nano, gpt2, qwen-128"))
        }
        #expect(try run("models", "list", environment: environment).code == 0)
        #expect(
            try run("reproduce", "--model", own.path, "--prompts", "2", environment: environment)
                .code == 2)
    }

    @Test("A model is named by its folder, its weights' file or a pinned name")
    func names() throws {
        let own = try OwnModel()
        let base = ["reproduce", "--prompts", "2", "--model"]
        #expect(try Program.run(base + [own.path + "/model.safetensors"]).code == 2)
        #expect(try Program.run(base + ["glyph-nano"]).code == 0)
        #expect(try run("models", "verify", "glyph-nano").code == 0)
        #expect(try run("models", "inspect", own.path + "/model.safetensors").code == 0)
        let other = try Program.run(base + [own.path + "/config.json"])
        #expect(other.code == 65)
        #expect(other.messages.contains("got another file"), "\(other.messages)")
        let absent = try Program.run(base + [own.folder.path + "/none"])
        #expect(absent.code == 2)
        let expected = "expected a model's folder (model.safetensors, model.h5, ...), got none"
        #expect(absent.messages.contains("\(own.folder.path)/none: \(expected)"))
        let nowhere = try Program.run([
            "prove", "--model", "nowhere", "--salt", "s", "--prompt", "p",
        ])
        #expect(nowhere.code == 2)
        #expect(nowhere.messages == "glyphlab: nowhere: \(expected)\n", "\(nowhere.messages)")
    }

    @Test("The cascade is drawn where it is asked for, and prove's ranges too")
    func drawings() throws {
        let plain = try run("reproduce", "--prompts", "2")
        let drawn = try run("reproduce", "--prompts", "2", "--cascade")
        #expect(!plain.output.contains("level 1"))
        #expect(drawn.output.contains("glyphs (level, value): (1, 1)"))
        let prove = ["prove", "--model", Program.nano, "--salt", "s", "--prompt", "p"]
        #expect(try !Program.run(prove).output.contains("sums scores"))
        let ranges = try Program.run(prove + ["--ranges"]).output
        #expect(ranges.contains(#/sums scores +largest [0-9,]+ of 281,474,976,710,656/#))
    }

    @Test("bench measures a model of one's own, and skips what its context forbids")
    func bench() throws {
        let own = try OwnModel(context: 40)
        let ending = try run(
            "bench", "--model", own.path, "--prompts", "2", "--repeats", "1", "--threads", "1",
            "--backend", "portable", "--format", "json")
        #expect(ending.code == 0, "\(ending.messages)")
        let skipped = try ending.json().at("skipped").elements()
        #expect(try skipped.map { try $0.at("measurement").string() } == ["mining, 6 to 16 words"])
        #expect(
            try skipped[0].at("reason").string()
                == "needs a context of 45 tokens, and the model's has 40")
        let points = try ending.json().at("points").elements()
        // 3,072 + 40 rows of 64, and 49,984 numbers of the layer.
        for point in points {
            #expect(try point.at("weights_bytes_in_16_bits").integer() == 2 * 249_152)
        }
        let series = Set(try points.map { try $0.at("series").string() })
        #expect(
            series == [
                "backends", "length", "threads", "models", "last_word", "one_word", "cold_start",
            ])
    }

    @Test("synth writes over no other model unasked, and says that a tokenizer is missing")
    func synth() throws {
        let own = try OwnModel()
        let base = [
            "models", "synth", "--layers", "1", "--width", "64", "--heads", "1", "--vocab", "3072",
            "--context", "64", "--out", own.path,
        ]
        let weights = URL(filePath: own.path + "/model.safetensors")
        let before = try Data(contentsOf: weights)
        #expect(try Program.run(base + ["--seed", "own"]).code == 0)
        for options in [["--seed", "other"], ["--seed", "own", "--wide"]] {
            let ending = try Program.run(base + options)
            #expect(ending.code == 65, "\(options)")
            #expect(ending.messages.contains("--replace writes over them"))
            #expect(try Data(contentsOf: weights) == before)
        }
        #expect(try Program.run(base + ["--seed", "other", "--replace"]).code == 0)
        #expect(try Data(contentsOf: weights) != before)
        let bare = own.folder.path + "/bare"
        let ending = try Program.run(base.dropLast() + [bare, "--seed", "s"])
        #expect(ending.code == 0)
        #expect(ending.messages.contains("no tokenizer is there yet"))
        let refused = try run("reproduce", "--model", bare)
        #expect(refused.code == 2)
        #expect(refused.messages.contains("without a tokenizer"), "\(refused.messages)")
    }
}
