import Encodings
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The command bench --peers") struct PeerCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bench(
        _ arguments: [String], python: String, environment: [String: String] = [:]
    ) throws -> Program.Ending {
        try Program.run(
            ["bench", "--peers", "--python", python, "--prompts", "2", "--repeats", "1"]
                + arguments, environment: environment)
    }

    /// The float64 form's member of a report.
    private func float64(_ json: JSONValue) throws -> JSONValue {
        let engines = try json.at("engines").elements()
        return try #require(engines.first { $0.member("engine")?.stringValue == "float64" })
    }

    @Test(
        "The float64 form has this program's proofs, on a trained model and on a wide one",
        .enabled(if: Python.has("numpy"), "\(Python.skipNote("numpy"))"))
    func float64() throws {
        let python = try #require(ProcessInfo.processInfo.environment["GLYPHLAB_PYTHON"])
        let wide = folder.path + "/wide"
        let drawn = try Program.run([
            "models", "synth", "--seed", "wide", "--layers", "2", "--width", "128", "--heads", "2",
            "--vocab", "3072", "--context", "64", "--tokenizer", Program.nano, "--wide", "--out",
            wide,
        ])
        #expect(drawn.code == 0, "\(drawn.messages)")
        for model in [Program.nano, wide] {
            let ending = try bench(
                ["--model", model, "--prompts", "5", "--batch", "4", "--format", "json"],
                python: python)
            #expect(ending.code == 0, "\(ending.messages)")
            let engine = try float64(ending.json())
            #expect(engine.member("exact")?.booleanValue == true)
            for column in try engine.at("columns").elements() {
                #expect(try column.at("equal_proofs").integer() == 5)
                #expect(try column.at("furthest_millionths").integer() == 0)
                #expect(column.member("same_bits")?.booleanValue == true)
            }
        }
    }

    @Test(
        "Of Qwen2's shape the float64 form has this program's proofs; other engines are told",
        .enabled(if: Python.has("numpy"), "\(Python.skipNote("numpy"))"))
    func qwen2() throws {
        let python = try #require(ProcessInfo.processInfo.environment["GLYPHLAB_PYTHON"])
        let tokenizer = Vectors.house.appending(path: "Models/qwen-nano").path
        for width in ["64", "128"] {
            let model = folder.path + "/qwen-" + width
            let drawn = try Program.run([
                "models", "synth", "--architecture", "qwen2", "--seed", "peers", "--layers", "2",
                "--width", "192", "--heads", "4", "--kv-heads", "2", "--head-width", width,
                "--hidden", "208", "--vocab", "1088", "--context", "64", "--dtype", "BF16",
                "--wide", "--tokenizer", tokenizer, "--out", model,
            ])
            #expect(drawn.code == 0, "\(drawn.messages)")
            let ending = try bench(
                ["--model", model, "--batch", "2", "--format", "json"], python: python)
            #expect(ending.code == 0, "\(ending.messages)")
            for column in try float64(ending.json()).at("columns").elements() {
                #expect(try column.at("equal_proofs").integer() == 2)
                #expect(column.member("same_bits")?.booleanValue == true)
            }
            let missing = try ending.json().at("missing").elements()
            let reasons = missing.map { $0.member("reason")?.stringValue }
            #expect(
                reasons.suffix(3).allSatisfy {
                    $0 == "not written for models of type qwen2, only for gpt2"
                })
        }
    }

    @Test(
        "The arithmetic of the float64 form is exact at its bounds, and beyond them there is none",
        .enabled(if: Python.has("numpy"), "\(Python.skipNote("numpy"))"))
    func bounds() throws {
        let output = String(decoding: try Python.script("check_peers.py", []), as: UTF8.self)
        #expect(output.hasPrefix("exact, on "))
    }

    @Test(
        "One engine that lies, one that dies, one that is not there, and others that are measured")
    func mixture() throws {
        let python = try PeerScript.write(
            in: folder.path,
            greeting: """
                case $engine in
                float64) ready true ;;
                ctranslate2-int8) echo '{"engine":"ctranslate2-int8","missing":"no such module"}'
                    exit ;;
                *) ready false ;;
                esac
                """,
            answer: """
                case $engine in
                float64) told "[\\"$(zeros)\\",\\"$(zeros)\\"]" 0 ;;
                pytorch-float32) echo 'no memory' >&2; exit 9 ;;
                pytorch-bfloat16) echo 'warming up' ;;
                *) told "[\\"$(zeros)\\",\\"$(zeros)\\"]" 1234 ;;
                esac
                """)
        let svg = folder.path + "/peers.svg"
        let ending = try bench(["--svg", svg, "--format", "json"], python: python)
        #expect(ending.code == 1)
        #expect(ending.messages.contains("float64: round 1, one prompt at a time: prompt 0:"))
        let json = try ending.json()
        let names = try json.at("engines").elements().map { try $0.at("engine").string() }
        #expect(
            names == [
                "glyphlab", "glyphlab-receipt", "onnxruntime-float32", "onnxruntime-int8",
            ])
        let failed = try json.at("failed").elements().map { try $0.at("engine").string() }
        #expect(failed == ["float64", "pytorch-float32", "pytorch-bfloat16"])
        let missing = try json.at("missing").elements()
        #expect(missing.map { $0.member("reason")?.stringValue } == ["no such module"])
        #expect(XMLParser(data: try Data(contentsOf: URL(filePath: svg))).parse())
        let text = try bench([], python: python)
        #expect(text.code == 1)
        for line in [
            "glyph-nano, ", "one prompt at a time", "batches of 16", "0 of 2", "0.001234",
            "not there: ctranslate2-int8  no such module", "failed: pytorch-float32",
            "its last words: no memory", "expected a line of JSON, got \"warming up\"",
        ] {
            #expect(text.output.contains(line), "\(line): \(text.output)")
        }
    }

    @Test("A fault of an engine ends with 70, and no engine at all with 2")
    func endings() throws {
        let dying = try PeerScript.write(in: folder.path, greeting: "exit 4", answer: ":")
        let died = try bench([], python: dying)
        #expect(died.code == 70 && died.messages.contains("ended with code 4"))
        let missing = try PeerScript.write(
            in: folder.path,
            greeting:
                "echo \"{\\\"engine\\\":\\\"$engine\\\",\\\"missing\\\":\\\"gone\\\"}\"; exit",
            answer: ":")
        let none = try bench([], python: missing)
        #expect(none.code == 2 && none.output.contains("not there: float64"))
    }

    @Test("What the command needs and does not find is named")
    func needs() throws {
        let python = try PeerScript.write(
            in: folder.path, greeting: "ready false", answer: "told null null")
        #expect(try Program.run(["bench", "--python", python]).code == 64)
        for other in ["--trace", "--scripts", "--receipts", "--cache"] {
            #expect(try bench([other], python: python).code == 64)
        }
        for name in ["no-such-python", folder.path + "/none"] {
            let ending = try bench([], python: name)
            #expect(ending.code == 2 && ending.messages.contains("got no \(name)"))
        }
        let house = folder.path + "/house"
        try FileManager.default.createDirectory(
            atPath: house, withIntermediateDirectories: true)
        let bare = try bench(
            ["--model", Program.nano], python: python, environment: ["GLYPHLAB_HOUSE": house])
        #expect(bare.code == 2 && bare.messages.contains("expected Tests/Scripts/bench_peers.py"))
        let other = folder.path + "/other"
        let converted = try Program.run([
            "models", "convert", Program.nano, "--to", "hdf5", "--out", other,
        ])
        #expect(converted.code == 0, "\(converted.messages)")
        let ending = try bench(["--model", other], python: python)
        #expect(ending.code == 2 && ending.messages.contains("expected model.safetensors in"))
    }
}
