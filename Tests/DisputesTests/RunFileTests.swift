import Cryptography
import Disputes
import Encodings
import Fingerprints
import TestSupport
import Testing
import Traces

@Suite("Files of runs")
struct RunFileTests {
    private let sample = SampleRun()

    private func read(_ text: String) throws(RunFileError) -> RunFile {
        try RunFile(json: Array(text.utf8), file: "run.json")
    }

    @Test("A run comes back from its file with all that it says")
    func roundTrip() throws {
        let run = sample.run
        let back = try read(sample.text)
        #expect(back.model == run.model)
        #expect(back.modelFolder == run.modelFolder)
        #expect(back.tokenizerFiles == run.tokenizerFiles)
        #expect(back.prompts == run.prompts)
        #expect(back.settings == run.settings)
        #expect(back.provenance.compactText == run.provenance.compactText)
        #expect(back.json.compactText == run.json.compactText)
        #expect(back.trace == run.trace)
        #expect(RunFile.isMeant(json: Array(sample.text.utf8)))
        #expect(!RunFile.isMeant(json: Array("{\"golden\": \"glyph-nano\"}".utf8)))
    }

    @Test("Spaces and line ends are free: a compact file is the same run")
    func spaces() throws {
        let compact = sample.run.json.compactText
        #expect(try read(compact).json.compactText == compact)
    }

    @Test("The file has a line for each prompt and for each tensor, and its own digest last")
    func lines() throws {
        let lines = sample.text.split(separator: "\n").map(String.init)
        for (place, prompt) in sample.run.prompts.enumerated() {
            let ids = prompt.tokenIDs.map { "\($0)" }.joined(separator: ",")
            let line = "      [\(place), \"\(prompt.proof.text)\", [\(ids)]]"
            #expect(lines.count { $0.hasPrefix(line) } == 1, "\(line)")
        }
        #expect(lines.count { $0.hasPrefix("      [\"wte\", [300,64], \"F32\", \"") } == 1)
        let json = sample.run.json
        let members = try json.members()
        #expect(members.last?.key == "sha256")
        let text = JSONValue.object(Array(members.dropLast())).compactText
        #expect(try json.at("sha256").string() == Digests.sha256(text.utf8).text)
        let receipt = try json.at("receipt")
        let proofs = sample.run.prompts.map(\.proof.text)
        #expect(try receipt.at("ultimate_hash").string() == GoldenPrompts.ultimateHash(proofs))
        #expect(
            try receipt.at("tokens_sha256").string() == GoldenPrompts.tokensDigest(sample.tokenIDs))
    }

    @Test("Seeded edits, cuts and repetitions are refused or change nothing")
    func mutations() throws {
        let seed: UInt64 = 0x14_0002
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(sample.text.utf8)
        let whole = sample.run.json.compactText
        var refusals = 0
        let count = Thoroughness.count(20_000, else: 1_000)
        for round in 0..<count {
            var edited = bytes
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch round % 4 {
            case 0: edited[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: edited[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 2: edited.removeSubrange(place..<min(place + 1 + round % 70, bytes.count))
            default: edited.insert(contentsOf: edited[place...].prefix(1 + round % 90), at: place)
            }
            do {
                let run = try RunFile(json: edited, file: "run.json")
                #expect(
                    run.json.compactText == whole, "seed \(seed), round \(round), byte \(place)")
            } catch {
                refusals += 1
            }
        }
        print("\(refusals) of \(count) edits refused")
        #expect(refusals > count * 3 / 4)
    }

    // MARK: Edits with a new digest

    /// What the reader says of the sample with one value changed and the digest made anew; nil
    /// where it takes it.
    private func refusal(_ path: [String], _ value: JSONValue?) throws -> String? {
        var json = Self.edited(sample.run.json, path[...], value)
        if path != ["sha256"] {
            let members = try json.members().filter { $0.key != "sha256" }
            let digest = Digests.sha256(JSONValue.object(members).compactText.utf8).text
            json = .object(members + [JSONMember("sha256", .string(digest))])
        }
        do {
            _ = try read(json.compactText)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Nil removes the value.
    private static func edited(
        _ json: JSONValue, _ path: ArraySlice<String>, _ value: JSONValue?
    ) -> JSONValue {
        guard let key = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        if var elements = json.arrayValue, let place = Int(key) {
            if rest.isEmpty, value == nil {
                elements.remove(at: place)
            } else if place == elements.count {
                elements.append(value ?? .null)
            } else {
                elements[place] = edited(elements[place], rest, value)
            }
            return .array(elements)
        }
        var members = json.objectValue ?? []
        if rest.isEmpty, value == nil {
            members.removeAll { $0.key == key }
        } else if let place = members.firstIndex(where: { $0.key == key }) {
            members[place].value = edited(members[place].value, rest, value)
        } else {
            members.append(JSONMember(key, value ?? .null))
        }
        return .object(members)
    }

    private static let zeros = JSONValue.string(String(repeating: "0", count: 64))

    @Test("Each hostile edit is refused where it stands, with what was expected")
    func hostile() throws {
        let big = JSONValue.integer(1 << 40)
        let cases: [(path: [String], value: JSONValue?, expected: String)] = [
            (["format"], .string("glyphlab trace"), "format: expected \"glyphlab run\", got"),
            (["format"], nil, "format: expected a value, got nothing"),
            (["version"], .integer(1), "version: expected 2, got the number 1"),
            (["sha256"], Self.zeros, "sha256: expected \""),
            (["sha256"], nil, "sha256: expected a value"),
            (["more"], .null, "expected no other members"),
            (["provenance"], .array([]), "provenance: expected an object, got an array"),
            (["receipt", "prompt_count"], .integer(5), "receipt.prompt_count: expected 4"),
            (["receipt", "token_count"], .integer(5), "receipt.token_count: expected 26"),
            (["receipt", "tokens_sha256"], Self.zeros, "receipt.tokens_sha256: expected \""),
            (["receipt", "ultimate_hash"], Self.zeros, "receipt.ultimate_hash: expected \""),
            (["receipt", "proofs"], .array([]), "receipt.proofs: expected a prompt, got none"),
            (["receipt", "proofs"], .null, "receipt.proofs: expected an array of at most 10000"),
            (["receipt", "proofs", "1"], nil, "receipt.proofs[1]: expected [1, a proof's"),
            (["receipt", "proofs", "2", "0"], .integer(3), "receipt.proofs[2]: expected [2"),
            (["receipt", "proofs", "2", "1"], .string("0a"), "receipt.proofs[2]: expected"),
            (["receipt", "proofs", "2", "2", "0"], .integer(-1), "receipt.proofs[2]: expected"),
            (["receipt", "proofs", "2", "2", "0"], big, "receipt.proofs[2]: expected"),
            (["receipt", "proofs", "2", "3"], .null, "receipt.proofs[2]: expected"),
            (["settings", "threads"], .integer(0), "settings.threads: expected 1 to"),
            (["settings", "stops_early"], .integer(1), "settings.stops_early: expected true or"),
            (["settings", "backend"], .null, "settings.backend: expected a string, got null"),
            (["model", "name"], nil, "model.name: expected a value"),
            (["model", "architecture", "width"], big, "model.architecture.width: expected 1 to"),
            (["model", "integer_weights_hash"], .string("AB"), "model.integer_weights_hash: exp"),
            (["model", "files", "0", "bytes"], .integer(-1), "model.files[0].bytes: expected at"),
            (["model", "files", "0", "size"], big, "model.files[0]: expected no other members"),
            (["model", "tokenizer", "0", "sha256"], .null, "model.tokenizer[0].sha256: expected"),
            (["model", "tensors", "0", "0"], .string("z"), "model.tensors[1]: expected a name"),
            (["model", "tensors", "1", "1", "0"], .integer(0), "model.tensors[1]: expected [name"),
            (["model", "tensors", "1", "1", "0"], .integer(1 << 41), "model.tensors[1]: expected"),
            (["model", "tensors", "0", "1", "0"], big, "model.tensors[0]: expected [name"),
            (["model", "tensors", "3", "3"], .string("x"), "model.tensors[3]: expected [name"),
            (["model", "tensors", "3", "4"], .null, "model.tensors[3]: expected [name"),
        ]
        for (path, value, expected) in cases {
            let got = try refusal(path, value)
            let text = got ?? "taken"
            #expect(text.hasPrefix("run.json: "), "\(path): \(text)")
            #expect(text.contains(expected), "\(path): expected \(expected), got \(text)")
            #expect(text.utf8.count < 1_000, "\(path)")
        }
        // The same way with nothing changed, so that it is the edits that are refused.
        #expect(try refusal(["version"], .integer(2)) == nil)
        #expect(try refusal(["provenance", "note"], .string("mine")) == nil)
        for text in ["", "{", "[]", "\"glyphlab run\"", "{\"a\":1,\"a\":2}", "nul"] {
            #expect(throws: RunFileError.self, "\(text)") { try read(text) }
        }
    }
}
