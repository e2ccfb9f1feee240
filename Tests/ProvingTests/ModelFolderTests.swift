import Checkpoints
import Encodings
import Foundation
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("A folder's tokenizer")
struct ModelFolderTests {
    private let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    private func write(_ text: String, _ name: String, in folder: TemporaryFolder) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.path + "/" + name))
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("All that is missing is said at once, and another kind of tokenizer by its name")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect(
            throws: ModelFolderError.tokenizerMissing(
                folder: folder.path, missing: [.vocabulary, .merges])
        ) {
            try ModelFolder(path: folder.path).tokenizer()
        }
        try write("{}", "vocab.json", in: folder)
        #expect(
            throws: ModelFolderError.tokenizerMissing(folder: folder.path, missing: [.merges])
        ) {
            try ModelFolder(path: folder.path).tokenizer()
        }
        try ModelFolder(path: nano).copyTokenizer(toFolder: folder.path, replacing: true)
        _ = try ModelFolder(path: folder.path).tokenizer()
        try write("", "tokenizer.model", in: folder)
        #expect(
            throws: ModelFolderError.foreignTokenizer(folder: folder.path, file: "tokenizer.model")
        ) {
            try ModelFolder(path: folder.path).tokenizer()
        }
    }

    @Test("A copy has every file of the tokenizer, and is no mixture of two")
    func copies() throws {
        let source = try TemporaryFolder()
        let target = try TemporaryFolder()
        try ModelFolder(path: nano).copyTokenizer(toFolder: source.path, replacing: false)
        try write("{\"add_prefix_space\":true}", "tokenizer_config.json", in: source)
        try write("{\"<|pad|>\":3072}", "added_tokens.json", in: source)
        try write("{\"pad_token\":\"<|pad|>\"}", "special_tokens_map.json", in: source)
        let folder = ModelFolder(path: source.path)
        let text = Array("river <|pad|>of light".utf8)
        let ids = try folder.tokenizer().encode(text)
        #expect(ids.contains(3072))
        #expect(try ids != ModelFolder(path: nano).tokenizer().encode(text))

        try folder.copyTokenizer(toFolder: target.path, replacing: false)
        #expect(try names(in: target.path) == names(in: source.path))
        #expect(try names(in: target.path) == folder.tokenizerFileNames.sorted())
        #expect(try ModelFolder(path: target.path).tokenizer().encode(text) == ids)

        // The other way round, files would be left that say more.
        #expect(
            throws: ModelFolderError.otherTokenizer(
                folder: target.path, file: "tokenizer_config.json", source: nano)
        ) {
            try ModelFolder(path: nano).copyTokenizer(toFolder: target.path, replacing: true)
        }
    }

    @Test("Added tokens may have ids that the model lacks; the vocabulary must fit")
    func sizes() throws {
        let folder = try TemporaryFolder()
        try ModelFolder(path: nano).copyTokenizer(toFolder: folder.path, replacing: false)
        try write("{\"pad_token\":\"[PAD]\"}", "tokenizer_config.json", in: folder)
        for name in ["config.json", "model.safetensors"] {
            try FileManager.default.copyItem(
                atPath: nano + "/" + name, toPath: folder.path + "/" + name)
        }
        let (checkpoint, tokenizer) = try ModelFolder(path: folder.path).load()
        #expect(checkpoint.summary.shape.vocabularyCount == tokenizer.vocabularyCount)
        #expect(try tokenizer.encode(Array("[PAD]".utf8)) == [3072])

        let vocabulary = try String(contentsOfFile: nano + "/vocab.json", encoding: .utf8)
        let end = try #require(vocabulary.lastIndex(of: "}"))
        try write(vocabulary[..<end] + ",\"zzzz\":3072}", "vocab.json", in: folder)
        #expect(
            throws: ModelFolderError.vocabularyTooLarge(
                folder: folder.path, file: "vocab.json", modelTokenCount: 3072,
                tokenizerTokenCount: 3073)
        ) {
            try ModelFolder(path: folder.path).load()
        }
    }
}
