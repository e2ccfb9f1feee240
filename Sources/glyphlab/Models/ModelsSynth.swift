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
        discussion: """
            Without --tokenizer the folder has no tokenizer: it can be converted, but proves \
            nothing until vocab.json and merges.txt, or tokenizer.json, lie in it too.
            Example: glyphlab models synth --seed synth-tiny --layers 2 --width 128 --heads 2 \
            --vocab 50257 --context 1024 --tokenizer DIR --out synth-tiny
            """)

    @Option(help: "The seed.")
    var seed: String

    @Option(help: "How many layers.")
    var layers: Int

    @Option(help: "The width: 64 a head.")
    var width: Int

    @Option(help: "How many heads.")
    var heads: Int

    @Option(help: "How many tokens the vocabulary has.")
    var vocab: Int

    @Option(help: "The context in tokens.")
    var context: Int

    @Flag(help: "Draw operands as wide as a trained model's.")
    var wide = false

    @Option(help: "The folder to write.")
    var out: String

    @Option(help: "A folder whose tokenizer is copied.")
    var tokenizer: String?

    @Flag(help: "Write over the weights of another model.")
    var replace = false

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let shape = try TransformerShape(
                layerCount: layers, width: width, headCount: heads, vocabularyCount: vocab,
                contextTokenCount: context)
            try Folder.checkOutput(out)
            let model = SyntheticModel(seed: seed, shape: shape, isWide: wide)
            try checkTarget(model)
            try copyTokenizer(vocabularyCountMax: vocab)
            let progress = Progress("tensors", total: 12 * layers + 4)
            try model.write(toFolder: out) { done, _ in progress.set(done) }
            progress.finish()
            let lacksTokenizer = ModelFolder(path: out).lacksTokenizer
            if lacksTokenizer {
                StandardStreams.writeMessage(
                    "glyphlab: note: \(out): no tokenizer is there yet, and without one it proves "
                        + "nothing; --tokenizer DIR copies that of another model\n")
            }
            let digest = try FileDigest.sha256(Folder.path(out, WeightsFile.safetensorsName))
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
    private func checkTarget(_ model: SyntheticModel) throws {
        guard !replace, let name = WeightsFile.name(in: out), !model.isWritten(inFolder: out)
        else { return }
        throw Failure(
            outcome: .badInput,
            message: "\(Folder.path(out, name)): expected no weights, or those of this seed and "
                + "shape, got others; --replace writes over them")
    }

    /// The tokenizer is read before the long work, so that a bad one is found first.
    private func copyTokenizer(vocabularyCountMax: Int) throws {
        guard let given = tokenizer else { return }
        let tokenizer = try ModelPath.folder(given)
        let source = ModelFolder(path: tokenizer)
        let count = try source.tokenizer().vocabularyCount
        guard count <= vocabularyCountMax else {
            throw ModelFolderError.vocabularyTooLarge(
                folder: tokenizer, file: source.tokenizerFileName,
                modelTokenCount: vocabularyCountMax, tokenizerTokenCount: count)
        }
        try Folder.create(out)
        try source.copyTokenizer(toFolder: out, replacing: true)
    }
}
