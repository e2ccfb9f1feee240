import Checkpoints
import Encodings
import Foundation
import Proving
import Tensors
import TestSupport
import Testing
import Traces

/// Traces against the witness's, which knows the page of their format and none of this code.
@Suite("The witness of traces") struct TraceWitnessTests {
    private static let folder = ModelFolder(
        path: Vectors.house.appending(path: "Models/glyph-nano").path)

    private static let levels = [
        "layers", "operations", "values=h.1.attn.scores", "values=proof.rows",
        "values=h.3.residual_mlp", "values=h.0.attn.heads", "values=embed",
    ]

    private static let loaded = Result {
        try folder.packedAndTraced(for: [Backends.usable[0]], name: "glyph-nano")
    }

    /// The witness's trace, read by the code under test.
    private static func witness(_ level: String, _ arguments: [String]) throws -> Trace {
        let target = try TemporaryFolder()
        let file = target.path + "/run.trace"
        try Python.script(
            "witness_trace.py", of: "Goldens",
            ["trace", folder.path, "--level", level, "--out", file] + arguments)
        return try Trace(decoding: Array(Data(contentsOf: URL(filePath: file))))
    }

    private static func run(_ level: TraceLevel, _ challenges: [TracedChallenge]) throws -> Trace {
        let (model, traced) = try loaded.get()
        let prover = Prover(tokenizer: model.tokenizer, transformer: model.transformers[0])
        return try TracedRun(
            prover: prover, challenges: challenges, level: level, model: traced,
            settings: GoldenRun.Settings(threadCount: 1)
        ).trace
    }

    /// That two traces are one run, and its weights one at all stages.
    private static func expectEqual(
        _ trace: Trace, _ witness: Trace, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var witness = witness
        witness.maker = trace.maker
        // The whole file then, byte for byte.
        #expect(try witness.encoded() == trace.encoded(), sourceLocation: sourceLocation)
        #expect(witness.root == trace.root, sourceLocation: sourceLocation)
    }

    @Test(
        "The witness writes our files of a run, but for who made them.",
        .enabled(if: Python.has("numpy"), Comment(rawValue: Python.skipNote("NumPy"))),
        arguments: levels.prefix(Thoroughness.count(levels.count, else: 4)))
    func receipt(level: String) throws {
        let (model, _) = try Self.loaded.get()
        let challenges = try TracedChallenge.receipt(promptCount: 2, tokenizer: model.tokenizer)
        try Self.expectEqual(
            Self.run(#require(TraceLevel(text: level)), challenges),
            Self.witness(level, ["--prompts", "2"]))
    }

    @Test(
        "The same of prompts that need escapes.",
        .enabled(if: Python.has("numpy"), Comment(rawValue: Python.skipNote("NumPy"))),
        arguments: [("", "x"), ("s|\"s", "<|endoftext|> two  spaces\tand\nlines\u{7F} ''re\\")])
    func prompt(salt: String, prompt: String) throws {
        let (model, _) = try Self.loaded.get()
        let challenge = try TracedChallenge(
            salt: salt, prompt: Array(prompt.utf8), tokenizer: model.tokenizer)
        try Self.expectEqual(
            Self.run(.operations, [challenge]),
            Self.witness("operations", ["--salt", salt, "--prompt", prompt]))
    }

    @Test(
        "The same of a parameter's integers.",
        .enabled(if: Python.has("numpy"), Comment(rawValue: Python.skipNote("NumPy"))),
        arguments: ["h.0.attn.c_proj.w", "h.3.ln_2.g"])
    func weights(parameter: String) throws {
        let (_, traced) = try Self.loaded.get()
        let tensor = try #require(try Self.folder.parameter(named: parameter))
        let trace = Trace(
            level: .weights(parameter: parameter), model: traced, schedule: [], prompts: [],
            maker: [], weightValues: tensor.elements)
        try Self.expectEqual(trace, Self.witness("values=" + parameter, []))
    }
}
