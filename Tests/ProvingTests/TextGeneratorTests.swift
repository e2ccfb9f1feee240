import Architectures
import Checkpoints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("Texts by the embedded model")
struct TextGeneratorTests {
    private static let folder = ModelFolder(
        path: Vectors.house.appending(path: "Models/glyph-nano").path)

    /// The weights in float64, by another program, give the same tokens.
    private static let goldens: [(prompt: String, tokens: [Int32], text: String)] = [
        (
            "In the beginning God created",
            [290, 262, 668, 270, 262, 489, 11, 292, 262, 489, 596, 270],
            " in the day of the LORD, and the LORD God of"
        ),
        (
            "The king said", [437, 452, 11, 610, 2129, 360, 694, 30, 1049, 331, 600, 11],
            " unto him, What is this? And he said,"
        ),
        (
            "a small house", [510, 386, 11, 475, 287, 282, 272, 64, 538, 64, 265, 288],
            "plant, Paris cauca (noun"
        ),
    ]

    private static let backendNames =
        Thoroughness.isThorough
        ? Backends.usable.map(\.name) : [Backends.usable[0].name]

    @Test("A text is one and the same under every kernel", arguments: backendNames)
    func golden(backend name: String) throws {
        let backend = try #require(Backends.named(name))
        let generator = try TextGenerator(folder: Self.folder, backend: backend)
        for golden in Self.goldens {
            let result = try generator.continuation(
                of: Array(golden.prompt.utf8), tokenCountMax: golden.tokens.count)
            #expect(result.addedIDs == golden.tokens)
            let bytes = try generator.tokenizer.decode(result.addedIDs)
            #expect(String(decoding: bytes, as: UTF8.self) == golden.text)
            #expect(
                try generator.tokenizer.decode(result.promptIDs) == Array(golden.prompt.utf8))
        }
    }

    @Test("A text ends with its tokens or its context; hostile prompts throw")
    func ends() throws {
        let generator = try TextGenerator(folder: Self.folder, backend: Backends.usable[0])
        func count(_ prompt: String, _ tokenCountMax: Int) throws -> Int {
            try generator.continuation(
                of: Array(prompt.utf8), tokenCountMax: tokenCountMax
            ).addedIDs.count
        }
        #expect(try count("river", 0) == 0)
        #expect(try count("river", -5) == 0)
        #expect(try count("river", 3) == 3)
        #expect(try generator.continuation(of: [], tokenCountMax: 2).promptIDs == [])
        #expect(try count("", 2) == 2)
        let context = generator.contextTokenCount
        #expect(try count(String(repeating: " a", count: context - 1), .max) == 1)
        #expect(throws: InferenceError.self) {
            try count(String(repeating: " a", count: context + 1), 1)
        }
        #expect(throws: TokenizerError.self) {
            try generator.continuation(of: [0xff], tokenCountMax: 1)
        }
    }

    @Test("Of equal scores, the lowest id wins")
    func ties() throws {
        let shape = try TransformerShape(
            layerCount: 1, width: 64, headCount: 1, vocabularyCount: 5, contextTokenCount: 4)
        func tensor(_ name: String, _ rows: Int, _ columns: Int, _ format: IntegerFormat)
            -> IntegerTensor
        {
            IntegerTensor(
                name: name, rows: rows, columns: columns, format: format,
                elements: [Int32](repeating: 0, count: rows * columns))
        }
        var builder = TransformerBuilder(backend: Backends.reference)
        for parameter in Architecture.gpt2(shape).parameters {
            builder.add(
                tensor(parameter.name, parameter.rows, parameter.columns, parameter.format))
        }
        let transformer = builder.finished(.gpt2(shape))
        let head = OutputHead(
            gain: tensor("ln_f.weight", 1, 64, .weight),
            bias: tensor("ln_f.bias", 1, 64, .activation), of: transformer)
        #expect(try transformer.nextToken(after: [3, 4], head: head) == 0)
    }
}
