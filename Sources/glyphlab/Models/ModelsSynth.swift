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
            glyphlab models synth <name> --out <out> [--tokenizer <tokenizer>] [--replace]
            glyphlab models synth --seed <seed> --layers <layers> --width <width> --heads <heads> \
            --vocab <vocab> --context <context> --out <out> [--architecture <architecture>] \
            [--kv-heads <kv-heads>] [--head-width <head-width>] [--hidden <hidden>] \
            [--dtype <dtype>] [--wide] [--tokenizer <tokenizer>] [--replace] [--format <format>]
            """,
        discussion: """
            A pinned model's name, as 'glyphlab models list' shows it, stands for its seed and \
            sizes. A model of Qwen2's form with at least \(smallTokenCount) tokens gets a small \
            tokenizer of Qwen2's kind. Without --tokenizer any other has none: it can be \
            converted, but proves nothing until vocab.json and merges.txt, or tokenizer.json, are \
            put there.
            Example: glyphlab models synth --seed synth-tiny --layers 2 --width 128 --heads 2 \
            --vocab 50257 --context 1024 --tokenizer DIR --out synth-tiny
            """)

    @Argument(help: "The name of a pinned synthetic model.")
    var name: String?

    @OptionGroup var sizes: SynthOptions

    @Option(help: "The folder to write. Required.")
    var out: String?

    @Option(help: "Copy the tokenizer of this folder.")
    var tokenizer: String?

    @Flag(help: "Write over the weights of another model.")
    var replace = false

    @OptionGroup var format: FormatOption

    func validate() throws {
        try sizes.check(name: name, out: out)
    }

    private func model() throws -> SyntheticModel {
        guard let name else { return try sizes.model() }
        let house = try House.find()
        guard house.modelNames.contains(name), let model = SyntheticModel(try house.manifest(name))
        else {
            let names = try house.manifests().filter { $0.synthesis != nil }.map(\.name)
            throw Failure(
                outcome: .usage,
                message: "name: expected one of \(names.joined(separator: ", ")), "
                    + "got \(JSONValue.quoted(name, scalarCountMax: 120))")
        }
        return model
    }

    func run() throws {
        try Outcome.ending {
            let model = try model()
            let out = out ?? ""
            let parameterCount = ModelLayout(model.form).parameterCount
            try Folder.checkOutput(out)
            try checkTarget(model, in: out)
            try copyTokenizer(to: out, model.form)
            let progress = Progress("tensors", total: model.tensorCount)
            try model.write(toFolder: out) { done, _ in progress.set(done) }
            progress.finish()
            let lacksTokenizer = ModelFolder(path: out).lacksTokenizer
            if lacksTokenizer {
                StandardStreams.writeMessage(
                    "glyphlab: note: \(out): no tokenizer is there yet, and without one it proves "
                        + "nothing; --tokenizer DIR copies that of another model\n")
            }
            if (try? model.form.architecture()) == nil {
                StandardStreams.writeMessage(
                    "glyphlab: note: \(out): heads of \(model.form.headWidth) run in floats alone "
                        + "('reproduce v3', 'experiment'); integers take heads of 64\n")
            }
            let digest = try FileDigest.sha256(Folder.path(out, ModelFolder.safetensorsName))
            var table = TextTable()
            table.add("folder", out)
            table.add("parameters", DecimalText.grouped(parameterCount))
            table.add("file SHA-256", digest.text)
            format.write(
                text: table.text,
                json: .object([
                    JSONMember("folder", .string(out)),
                    JSONMember("parameters", .integer(parameterCount)),
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
    private func copyTokenizer(to out: String, _ form: ModelForm) throws {
        guard let given = tokenizer else { return try copySmallTokenizer(to: out, form) }
        let vocabularyCountMax = form.vocabularyCount
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

    /// The model whose folder holds the small tokenizer of Qwen2's kind, and its tokens before the
    /// added ones.
    private static let (smallTokenizerName, smallTokenCount) = ("qwen-nano", 1_005)

    private func copySmallTokenizer(to out: String, _ form: ModelForm) throws {
        guard form.family == .qwen2, form.vocabularyCount >= Self.smallTokenCount,
            ModelFolder(path: out).lacksTokenizer, let house = try? House.find()
        else { return }
        let source = ModelFolder(path: house.modelFolder(Self.smallTokenizerName))
        guard !source.lacksTokenizer else { return }
        try Folder.create(out)
        try source.copyTokenizer(toFolder: out, replacing: false)
    }
}
