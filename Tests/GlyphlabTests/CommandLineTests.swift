import Encodings
import Fingerprints
import Foundation
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The built program, as scripts see it.
@Suite("The command line", .serialized)
struct CommandLineTests {
    private typealias Ending = Program.Ending
    private static let program = Program.url

    /// A copy of glyph-nano.
    private func copy() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: nano) {
            try FileManager.default.copyItem(
                atPath: nano + "/" + name, toPath: folder.path + "/" + name)
        }
        return folder
    }

    /// What was printed, but for who printed it and when.
    private static func result(_ ending: Ending) -> Substring {
        let end = ending.output.range(of: "\n  \"provenance\"")?.lowerBound
        return ending.output[..<(end ?? ending.output.startIndex)]
    }

    @Test("Processes at once share one cache, and a broken one is told and made again")
    func cache() throws {
        let folder = try copy()
        let arguments = [
            "prove", "--model", folder.path, "--salt", "s", "--prompt", "golden frost", "--format",
            "json", "--cache",
        ]
        let expected = try run(Array(arguments.dropLast()))
        #expect(expected.code == 0)
        let before = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
        let endings = Mutex<[Ending]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            do {
                let ending = try run(arguments)
                endings.withLock { $0.append(ending) }
            } catch {
                Issue.record(error)
            }
        }
        let all = endings.withLock { $0 }
        #expect(all.count == 8)
        #expect(all.allSatisfy { Self.result($0) == Self.result(expected) && $0.messages == "" })
        let name = "glyphlab-integers.safetensors"
        let after = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
        #expect(after.subtracting(before) == [name])
        let cache = URL(filePath: folder.path + "/" + name)
        let bytes = try Data(contentsOf: cache)
        try bytes.dropLast().write(to: cache)
        let told = try run(arguments)
        #expect(Self.result(told) == Self.result(expected))
        #expect(told.messages.contains("\(cache.path): "))
        #expect(told.messages.contains("the weights were read instead"))
        #expect(try Data(contentsOf: cache) == bytes)
        #expect(try run(arguments).messages == "")
    }

    @Test("A cache that cannot be written costs no proof, and no bench takes its place for one")
    func unwritableCache() throws {
        let folder = try copy()
        let quoted = [
            Self.program.path, "prove", "--model", folder.path, "--salt", "s", "--prompt", "p",
        ]
        .map { "'\($0)'" }.joined(separator: " ")
        let expected = try run(program: "/bin/sh", ["-c", quoted])
        let limited = try run(program: "/bin/sh", ["-c", "ulimit -f 100; \(quoted) --cache"])
        #expect(limited.code == 0 && limited.output == expected.output)
        #expect(limited.messages.contains("no cache is kept"))
        let partial = folder.path + "/glyphlab-integers.safetensors.partial"
        #expect(!FileManager.default.fileExists(atPath: partial))
        try FileManager.default.createDirectory(
            atPath: partial, withIntermediateDirectories: false)
        let bench = try run([
            "bench", "--model", folder.path, "--prompts", "2", "--repeats", "1", "--threads", "1",
            "--cache",
        ])
        #expect(bench.code == 2)
        #expect(bench.messages.contains("expected its integers from a cache"))
    }

    private func run(
        program: String? = nil, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Ending {
        try Program.run(program: program, arguments, environment: environment)
    }

    private let nano = Program.nano

    @Test("reproduce holds, and says so in every key that others rely on")
    func reproduce() throws {
        let ending = try run(["reproduce", "--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        #expect(try json.at("golden").string() == "glyph-nano")
        #expect(try json.at("ultimate_hash").string() == (try json.at("expected_hash").string()))
        guard case .boolean(true) = try json.at("match") else {
            Issue.record("match is \(try json.at("match"))")
            return
        }
        #expect(try json.at("proofs").elements().count == 100)
        _ = try (json.at("backend"), json.at("proofs_per_second"), json.at("model"))
    }

    @Test(
        "Language, time zone and threads change nothing",
        arguments: [
            ["LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"], ["LC_ALL": "C", "TZ": "UTC"],
            ["LANG": "de_DE.UTF-8", "OPENBLAS_NUM_THREADS": "4"],
        ])
    func environment(_ environment: [String: String]) throws {
        let ending = try run(
            ["reproduce", "--prompts", "10", "--threads", "3"], environment: environment)
        #expect(ending.code == 0, "\(ending.messages)")
    }

    @Test("A hash that is not the receipt's ends with 1 and no golden with 2")
    func otherHashes() throws {
        let zeros = String(repeating: "0", count: 64)
        #expect(try run(["reproduce", "--prompts", "2", "--expect", zeros]).code == 1)
        #expect(try run(["reproduce", "--prompts", "101"]).code == 2)
    }

    @Test("A golden whose proof was changed names the prompt")
    func namedPrompt() throws {
        let house = try TemporaryFolder()
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: house.path + "/Goldens", withIntermediateDirectories: true)
        try manager.createSymbolicLink(
            atPath: house.path + "/Models",
            withDestinationPath: Vectors.house.appending(path: "Models").path)
        let kept = Vectors.house.appending(path: "Goldens/glyph-nano.json")
        let golden = try Golden(json: Array(Data(contentsOf: kept)), file: kept.path)
        var hashes = golden.proofHashes
        hashes[1] = String(hashes[1].reversed())
        let changed = Golden(
            name: golden.name, model: golden.model, integerWeightsHash: golden.integerWeightsHash,
            ultimateHash: GoldenPrompts.ultimateHash(hashes), proofHashes: hashes)
        try Data(changed.json.prettyText.utf8).write(
            to: URL(filePath: house.path + "/Goldens/glyph-nano.json"))
        let ending = try run(
            ["reproduce", "--format", "json"], environment: ["GLYPHLAB_HOUSE": house.path])
        #expect(ending.code == 1, "\(ending.messages)")
        #expect(try ending.json().at("first_difference").at("index").integer() == 1)
    }

    @Test("gpt2 without weights ends with 2 and says how to get them")
    func missingWeights() throws {
        let present = FileManager.default.fileExists(
            atPath: Vectors.house.appending(path: "Models/gpt2/model.safetensors").path)
        try #require(!present, "this machine has the weights")
        let ending = try run(["reproduce", "gpt2"])
        #expect(ending.code == 2)
        #expect(ending.messages.contains("607a30d783dfa663caf39e06633721c8d4cfcd7e"))
        #expect(ending.messages.contains("model.safetensors"))
    }

    @Test("prove gives the same proof from an argument, a file and the plain backend")
    func prove() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/prompt"
        try Data("golden frost".utf8).write(to: URL(filePath: file))
        let base = ["prove", "--model", nano, "--salt", "s", "--format", "json"]
        let first = try run(base + ["--prompt", "golden frost"])
        let second = try run(base + ["--prompt-file", file])
        let third = try run(base + ["--prompt", "golden frost", "--backend", "reference"])
        #expect(first.code == 0 && second.code == 0 && third.code == 0)
        #expect(Self.result(first) == Self.result(second))
        let proof = try first.json().at("proof_hash").string()
        #expect(try third.json().at("proof_hash").string() == proof)
        for key in ["token_ids", "heads", "rows", "quantized", "fingerprint"] {
            _ = try first.json().at(key)
        }
    }

    @Test("A synthetic model's missing options are all named at once")
    func missingOptions() throws {
        let ending = try run(["models", "synth", "--seed", "s", "--layers", "2"])
        #expect(ending.code == 64)
        #expect(ending.messages.contains("--width, --heads, --vocab, --context, --out"))
    }

    @Test("The help of a command shows the options of the subcommand that may be left out")
    func defaultHelp() throws {
        for (command, option) in [("dispute", "--trials <trials>"), ("sweep", "--shards <shards>")]
        {
            for arguments in [[command, "--help"], [command, "-h"], ["help", command]] {
                let ending = try run(arguments)
                #expect(ending.code == 0 && ending.output.contains(option), "\(arguments)")
                #expect(ending.output.contains("SUBCOMMANDS:"), "\(arguments)")
            }
        }
    }

    @Test("A task's number behind the sweep's folder is refused with the option to use")
    func taskNumber() throws {
        let ending = try run(["sweep", "task", "sweep", "3"])
        #expect(ending.code == 64)
        #expect(ending.messages.contains("expected --index 3 for the task's number"))
    }

    @Test("The picture in the README is the picture that prove draws")
    func picture() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/cascade.svg"
        let ending = try run([
            "prove", "--model", nano, "--salt", "salt_demo", "--prompt",
            "golden frost river and the light of the morning", "--svg", file,
        ])
        #expect(ending.code == 0, "\(ending.messages)")
        let kept = Vectors.house.appending(path: "Goldens/cascade.svg")
        #expect(try Data(contentsOf: URL(filePath: file)) == Data(contentsOf: kept))
    }

    @Test("audit admits the trained model, not the drawn one, and draws the README's picture")
    func audit() throws {
        let folder = try TemporaryFolder()
        let drawn = folder.path + "/one-layer-random"
        let synthesis = try run([
            "models", "synth", "--seed", "one-layer-random", "--layers", "1", "--width", "256",
            "--heads", "4", "--vocab", "3072", "--context", "512", "--tokenizer", nano, "--out",
            drawn,
        ])
        #expect(synthesis.code == 0, "\(synthesis.messages)")
        let file = folder.path + "/audit.svg"
        let both = try run([
            "models", "audit", nano, drawn, "--svg", file, "--format", "json", "--runs", "2",
        ])
        #expect(both.code == 1, "\(both.messages)")
        let models = try both.json().at("models").arrayValue ?? []
        let admitted = models.map { $0.member("admitted")?.compactText }
        #expect(admitted == ["true", "false"])
        let kept = Vectors.house.appending(path: "Goldens/audit.svg")
        #expect(try Data(contentsOf: URL(filePath: file)) == Data(contentsOf: kept))

        let alone = try run(["models", "audit", nano, "--prompts", "24", "--runs", "2"])
        #expect(alone.code == 0, "\(alone.messages)")
        #expect(alone.output.contains("admitted     yes"))
        #expect(try run(["models", "audit", nano, "--prompts", "1"]).code == 64)
        #expect(try run(["models", "audit", nano, "--runs", "1"]).code == 64)
        #expect(try run(["models", "audit"] + Array(repeating: nano, count: 9)).code == 64)
        #expect(try run(["models", "audit", folder.path]).code == 2)
    }

    @Test("bench does the same work in every way, and draws it")
    func bench() throws {
        let folder = try copy()
        let empty = try TemporaryFolder()
        let file = folder.path + "/bench.svg"
        let ending = try run([
            "bench", "--model", folder.path, "--prompts", "4", "--repeats", "1", "--threads", "2",
            "--cache", "--svg", file, "--format", "json",
        ])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        #expect(json.member("consistent")?.compactText == "true")
        let points = try json.at("points").elements()
        let series = Set(try points.map { try $0.at("series").string() })
        #expect(
            series == [
                "backends", "length", "threads", "models", "mining", "last_word", "one_word",
                "cold_start", "cached_start",
            ])
        for point in points {
            #expect(try point.at("nanoseconds").integer() > 0)
            let isSeparate = ["backends", "cold_start", "cached_start"]
                .contains(try point.at("series").string())
            // More than the weights take, less than a process that holds several models.
            let memory = isSeparate ? try point.at("memory_peak_bytes").integer() : nil
            #expect(memory.map { (10_000_000..<200_000_000).contains($0) } ?? true)
        }
        for peak in try json.at("peaks").elements() {
            #expect(try peak.at("count").integer() > 0)
        }
        #expect(XMLParser(data: try Data(contentsOf: URL(filePath: file))).parse())
        for (name, value) in [("--prompts", "0"), ("--repeats", "101"), ("--backend", "abacus")] {
            #expect(try run(["bench", name, value]).code == 64)
        }
        #expect(try run(["bench", "--model", empty.path]).code == 2)
    }

    @Test("convert makes no mixture of two models, and leaves nothing where it fails")
    func convert() throws {
        let folder = try TemporaryFolder()
        let out = folder.path + "/out"
        let convert = ["models", "convert", nano, "--to", "hdf5", "--out", out]
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: out) }
        for (name, message) in [
            ("model.safetensors", "a folder without weights"), ("tf_model.h5", "without weights"),
            ("config.json", "the file of"), ("vocab.json", "the file of"),
        ] {
            try Data("{}".utf8).write(to: URL(filePath: out + "/" + name))
            let ending = try run(convert)
            #expect(ending.code == 65)
            #expect(ending.messages.contains(message), "\(ending.messages)")
            #expect(try names() == [name])
            try FileManager.default.removeItem(atPath: out + "/" + name)
        }
        let ending = try run(convert + ["--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(
            try ending.json().at("integer_weights_hash").string()
                == "2ab4e4387ab23b1a7d08d337dca9033f7f19380c6e957bbff4e769a9c8ab21c1")
        #expect(try names().sorted() == ["config.json", "merges.txt", "model.h5", "vocab.json"])
        #expect(try run(convert).code == 65)
    }

    @Test("Usage, bad input and missing files have their own exit codes")
    func exitCodes() throws {
        let base = ["prove", "--model", nano, "--salt", "s"]
        #expect(try run(base).code == 64)
        #expect(try run(base + ["--prompt", "a", "--prompt-file", "b"]).code == 64)
        #expect(try run(base + ["--prompt", "a", "--backend", "abacus"]).code == 64)
        #expect(try run(["reproduce", "--expect", "xyz"]).code == 64)
        #expect(try run(["reproduce", "nothing"]).code == 64)
        #expect(try run(["unknown"]).code == 64)
        #expect(try run(base + ["--prompt-file", nano + "/absent"]).code == 65)
        #expect(try run(base + ["--prompt", String(repeating: "word ", count: 600)]).code == 65)
        let folder = try TemporaryFolder()
        let file = folder.path + "/latin1"
        try Data([0x66, 0xFC, 0x72]).write(to: URL(filePath: file))
        #expect(try run(base + ["--prompt-file", file]).code == 65)
        #expect(
            try run(["prove", "--model", folder.path, "--salt", "s", "--prompt", "p"]).code == 2)
        try Data().write(to: URL(filePath: folder.path + "/model.safetensors"))
        #expect(
            try run(["prove", "--model", folder.path, "--salt", "s", "--prompt", "p"]).code == 65)
    }

    @Test("models verify knows the embedded model, a drawn one and a stranger")
    func verify() throws {
        let known = try run(["models", "verify", nano, "--format", "json"])
        #expect(known.code == 0)
        #expect(try known.json().at("pinned").string() == "glyph-nano")
        let folder = try TemporaryFolder()
        let drawn = try run([
            "models", "synth", "--seed", "stranger", "--layers", "1", "--width", "64", "--heads",
            "1", "--vocab", "3072", "--context", "64", "--tokenizer", nano, "--out", folder.path,
        ])
        #expect(drawn.code == 0, "\(drawn.messages)")
        #expect(try run(["models", "verify", folder.path]).code == 2)
        #expect(try run(["models", "inspect", folder.path]).code == 0)
        let wrong = [
            "models", "synth", "--seed", "s", "--layers", "1", "--width", "100", "--heads", "3",
            "--vocab", "300", "--context", "8", "--out", folder.path + "/x",
        ]
        #expect(try run(wrong).code == 65)
    }

    @Test("models list and doctor print one JSON document each")
    func lists() throws {
        let models = Vectors.house.appending(path: "Models").path
        let pinned = try FileManager.default.contentsOfDirectory(atPath: models)
            .filter { FileManager.default.fileExists(atPath: "\(models)/\($0)/manifest.json") }
        #expect(pinned.contains("glyph-nano") && pinned.contains("qwen-nano"))
        let listed = try run(["models", "list", "--format", "json"]).json().at("models").elements()
        #expect(try listed.map { try $0.at("name").string() } == pinned.sorted())
        #expect(
            try run(["doctor", "--format", "json"]).json().at("backends").elements().count == 7)
    }
}
