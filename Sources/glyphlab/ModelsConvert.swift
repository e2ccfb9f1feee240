import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Proving
import Reports
import Tokenization

/// The containers that can be asked for.
enum ContainerArgument: String, ExpressibleByArgument, CaseIterable {
    case safetensors, hdf5

    var container: ModelConversion.Container {
        switch self {
        case .safetensors: .safetensors
        case .hdf5: .hdf5
        }
    }
}

struct ModelsConvert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write a model's weights into another container, bit for bit.",
        discussion: """
            The new folder also gets config.json and the tokenizer's files. What was written is \
            read back and compared. Mask buffers and lm_head.weight, which the engine ignores, are \
            left out.
            Example: glyphlab models convert Models/glyph-nano --to hdf5 --out nano-hdf5
            """)

    @Argument(help: "The model's folder.")
    var directory: String

    @Option(help: "The container: safetensors or hdf5.")
    var to: ContainerArgument

    @Option(help: "The folder to write.")
    var out: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let target = Folder.path(out, to.container.fileName)
            guard !Folder.fileExists(target) else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(target): expected no such file, got one, which is not overwritten")
            }
            let progress = Progress("tensors", total: 100)
            let conversion = try ModelConversion(
                folder: directory, to: to.container, targetFolder: out
            ) { done, total in progress.set(done * 100 / max(total, 1)) }
            progress.finish()
            try copyCompanions()
            let hash = try Checkpoint.load(folder: out).integerWeightsHash
            let digest = try FileDigest.sha256(target)
            format.write(
                text: text(conversion, hash, digest), json: json(conversion, hash, digest))
            return .holds
        }
    }

    /// What a model's folder holds beside the weights; a folder without a tokenizer stays so.
    private func copyCompanions() throws {
        let name = "config.json"
        if !Folder.fileExists(Folder.path(out, name)) {
            let bytes = try WholeFile.read(Folder.path(directory, name), byteCountMax: 1 << 20)
            try WholeFile.write(bytes, to: Folder.path(out, name))
        }
        let source = ModelFolder(path: directory)
        if source.tokenizerFileNames.allSatisfy({ Folder.fileExists(Folder.path(directory, $0)) }) {
            try source.copyTokenizer(toFolder: out, replacing: false)
        }
    }

    private func text(
        _ conversion: ModelConversion, _ hash: String, _ digest: (text: String, byteCount: Int)
    ) -> String {
        var table = TextTable()
        table.add("from", conversion.source)
        table.add("to", conversion.target)
        table.add("tensors", "\(conversion.tensorCount), all read back equal")
        if !conversion.ignoredTensors.isEmpty {
            table.add("left out", "\(conversion.ignoredTensors.count) that the engine ignores")
        }
        table.add("bytes", DecimalText.grouped(digest.byteCount))
        table.add("file SHA-256", digest.text)
        table.add("weights hash", hash)
        return table.text
    }

    private func json(
        _ conversion: ModelConversion, _ hash: String, _ digest: (text: String, byteCount: Int)
    ) -> JSONValue {
        .object([
            JSONMember("source", .string(conversion.source)),
            JSONMember("target", .string(conversion.target)),
            JSONMember("tensors", .integer(conversion.tensorCount)),
            JSONMember("left_out", .array(conversion.ignoredTensors.map(JSONValue.string))),
            JSONMember("bytes", .integer(digest.byteCount)),
            JSONMember("file_sha256", .string(digest.text)),
            JSONMember("integer_weights_hash", .string(hash)),
        ])
    }
}
