import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Proving
import Reports
import Tensors
import Tokenization

struct ModelsSynth: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Draw a synthetic model from a seed: the same bytes for everyone.",
        usage: """
            glyphlab models synth --seed <seed> --layers <layers> --width <width> --heads <heads> \
            --vocab <vocab> --context <context> --out <out> [--wide] [--tokenizer <tokenizer>] \
            [--replace] [--format <format>]
            """,
        discussion: """
            Without --tokenizer the folder has no tokenizer: it can be converted, but proves \
            nothing until vocab.json and merges.txt, or tokenizer.json, are put there.
            Example: glyphlab models synth --seed synth-tiny --layers 2 --width 128 --heads 2 \
            --vocab 50257 --context 1024 --tokenizer DIR --out synth-tiny
            """)

    @Option(help: "The seed: any text. Required.")
    var seed: String?

    @Option(help: "How many layers. Required.")
    var layers: Int?

    @Option(help: "The width: 64 for each head. Required.")
    var width: Int?

    @Option(help: "How many attention heads each layer has. Required.")
    var heads: Int?

    @Option(help: "How many tokens the vocabulary has. Required.")
    var vocab: Int?

    @Option(help: "How many tokens a prompt may have at most. Required.")
    var context: Int?

    @Flag(help: "Draw operands as wide as a trained model's.")
    var wide = false

    @Option(help: "The folder to write. Required.")
    var out: String?

    @Option(help: "Copy the tokenizer of this folder.")
    var tokenizer: String?

    @Flag(help: "Write over the weights of another model.")
    var replace = false

    @OptionGroup var format: FormatOption

    /// The values of the required options.
    private struct Request {
        let seed: String
        let layers: Int
        let width: Int
        let heads: Int
        let vocab: Int
        let context: Int
        let out: String
    }

    /// **Throws:** `ValidationError` that names all required options that are missing.
    private func request() throws -> Request {
        guard let seed, let layers, let width, let heads, let vocab, let context, let out else {
            let missing = [
                ("--seed", seed == nil), ("--layers", layers == nil), ("--width", width == nil),
                ("--heads", heads == nil), ("--vocab", vocab == nil),
                ("--context", context == nil), ("--out", out == nil),
            ].filter(\.1).map(\.0)
            throw ValidationError(
                "expected also \(missing.joined(separator: ", ")), which are required, got none")
        }
        return Request(
            seed: seed, layers: layers, width: width, heads: heads, vocab: vocab,
            context: context, out: out)
    }

    func validate() throws { _ = try request() }

    func run() throws {
        try Outcome.ending {
            let request = try request()
            let out = request.out
            let shape = try TransformerShape(
                layerCount: request.layers, width: request.width, headCount: request.heads,
                vocabularyCount: request.vocab, contextTokenCount: request.context)
            try Folder.checkOutput(out)
            let model = SyntheticModel(seed: request.seed, shape: shape, isWide: wide)
            try checkTarget(model, in: out)
            try copyTokenizer(to: out, vocabularyCountMax: request.vocab)
            let progress = Progress("tensors", total: 12 * request.layers + 4)
            try model.write(toFolder: out) { done, _ in progress.set(done) }
            progress.finish()
            let lacksTokenizer = ModelFolder(path: out).lacksTokenizer
            if lacksTokenizer {
                StandardStreams.writeMessage(
                    "glyphlab: note: \(out): no tokenizer is there yet, and without one it proves "
                        + "nothing; --tokenizer DIR copies that of another model\n")
            }
            let digest = try FileDigest.sha256(Folder.path(out, ModelFolder.safetensorsName))
            var table = TextTable()
            table.add("folder", out)
            table.add("parameters", DecimalText.grouped(shape.parameterCount))
            table.add("file SHA-256", digest.text)
            format.write(
                text: table.text,
                json: .object([
                    JSONMember("folder", .string(out)),
                    JSONMember("parameters", .integer(shape.parameterCount)),
                    JSONMember("file_sha256", .string(digest.text)),
                    JSONMember("has_tokenizer", .boolean(!lacksTokenizer)),
                ]))
            return .holds
        }
    }

    /// Nobody's weights are written over unasked; the same model may be drawn again.
    private func checkTarget(_ model: SyntheticModel, in out: String) throws {
        guard !replace, let name = ModelFolder(path: out).weightsName,
            !model.isWritten(inFolder: out)
        else { return }
        throw Failure(
            outcome: .badInput,
            message: "\(Folder.path(out, name)): expected no weights, or those of this seed and "
                + "shape, got others; --replace writes over them")
    }

    /// The tokenizer is read before the long work, so that a bad one is found first.
    private func copyTokenizer(to out: String, vocabularyCountMax: Int) throws {
        guard let given = tokenizer else { return }
        let tokenizer = try ModelPath.folder(given)
        let source = ModelFolder(path: tokenizer)
        let count = try source.tokenizer().vocabularyCount
        guard count <= vocabularyCountMax else {
            throw ModelFolderError.vocabularyTooLarge(
                folder: tokenizer, file: source.vocabularyFileName,
                modelTokenCount: vocabularyCountMax, tokenizerTokenCount: count)
        }
        try Folder.create(out)
        try source.copyTokenizer(toFolder: out, replacing: true)
    }
}
