import Encodings
import Foundation
import TestSupport
import Testing

/// The exact engine's commands on a model of Qwen2's form.
@Suite("The commands on Qwen2's form") struct QwenCommandTests {
    private let folder: TemporaryFolder
    private let model: String

    init() throws {
        folder = try TemporaryFolder()
        model = folder.path + "/qwen"
        let ending = try Program.run(["models", "synth", "qwen-nano", "--out", model])
        try #require(ending.code == 0, "\(ending.messages)")
    }

    @Test("A pinned model comes to its golden, and a prompt to a proof with its ranges")
    func proofs() throws {
        let golden = try Program.run(
            ["reproduce", "qwen-nano", "--model", model, "--prompts", "20", "--format", "json"])
        #expect(golden.code == 0, "\(golden.messages)")
        let proof = try Program.run([
            "prove", "--model", model, "--salt", "s", "--prompt", "golden frost", "--ranges",
        ])
        #expect(proof.code == 0 && proof.output.contains("clamp"), "\(proof.output)")
        let inspected = try Program.run(["models", "inspect", model])
        #expect(inspected.code == 0 && inspected.output.contains("Qwen2"))
    }

    @Test("Planted faults are named exactly, and honest pairs accused of nothing")
    func plant() throws {
        let ending = try Program.run([
            "plant", "--model", model, "--faults", "12", "--pairs", "3", "--format", "json",
        ])
        #expect(ending.code == 0, "\(ending.messages)")
    }

    @Test("Traces of both forms of the engine are the same; another salt's differs at the tokens")
    func traces() throws {
        func trace(_ name: String, _ salt: String, engine: String) throws -> String {
            let path = "\(folder.path)/\(name)"
            let ending = try Program.run([
                "trace", "--model", model, "--salt", salt, "--prompt", "golden frost", "--level",
                "operations", "--engine", engine, "--out", path,
            ])
            try #require(ending.code == 0, "\(ending.messages)")
            return path
        }
        let ours = try trace("ours", "s", engine: "batch")
        #expect(
            try Program.run(["locate", ours, try trace("theirs", "s", engine: "definition")])
                .code == 0)
        #expect(
            try Program.run(["locate", ours, try trace("other", "t", engine: "batch")])
                .code == 1)
        #expect(try Program.run(["locate", ours, "--against", model]).code == 0)
    }
}
