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
            The new folder also gets config.json and the tokenizer's files. The written weights \
            are read back and compared. Mask buffers and output heads, which the engine ignores, \
            are left out.
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
            let directory = try ModelPath.folder(directory)
            guard Folder.exists(directory) else { throw ModelFolderError.noFolder(directory) }
            try Folder.checkOutput(out)
            try checkTarget(directory)
            let progress = Progress("tensors", total: 100)
            let conversion = try ModelConversion(
                folder: directory, to: to.container, targetFolder: out
            ) { done, total in progress.set(done * 100 / max(total, 1)) }
            progress.finish()
            for name in ModelFolder(path: directory).companionNames
            where !ModelFolder(path: out).has(name) {
                try WholeFile.write(companion(name, of: directory), to: Folder.path(out, name))
            }
            let digest = try FileDigest.sha256(conversion.target)
            format.write(text: text(conversion, digest), json: json(conversion, digest))
            return .holds
        }
    }

    private func companion(_ name: String, of folder: String) throws -> [UInt8] {
        try WholeFile.read(
            Folder.path(folder, name), byteCountMax: Tokenization.Limits.tokenizerByteCountMax)
    }

    /// Checks that no file would be overwritten and that no folder would mix two models.
    private func checkTarget(_ directory: String) throws {
        func refuse(_ name: String, _ expected: String, _ got: String) -> Failure {
            Failure(
                outcome: .badInput,
                message: "\(Folder.path(out, name)): expected \(expected), got \(got)")
        }
        if let name = ModelFolder(path: out).weightsName {
            throw refuse(name, "a folder without weights", "this file, which is not overwritten")
        }
        try ModelFolder(path: directory).checkTokenizerTarget(out)
        for name in ModelFolder(path: directory).companionNames
        where ModelFolder(path: out).has(name) {
            guard try companion(name, of: out) == companion(name, of: directory) else {
                throw refuse(name, "the file of \(directory)", "another one")
            }
        }
    }

    private func text(
        _ conversion: ModelConversion, _ digest: (text: String, byteCount: Int)
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
        table.add("weights hash", conversion.integerWeightsHash)
        return table.text
    }

    private func json(
        _ conversion: ModelConversion, _ digest: (text: String, byteCount: Int)
    ) -> JSONValue {
        .object([
            JSONMember("source", .string(conversion.source)),
            JSONMember("target", .string(conversion.target)),
            JSONMember("tensors", .integer(conversion.tensorCount)),
            JSONMember("left_out", .array(conversion.ignoredTensors.map(JSONValue.string))),
            JSONMember("bytes", .integer(digest.byteCount)),
            JSONMember("file_sha256", .string(digest.text)),
            JSONMember("integer_weights_hash", .string(conversion.integerWeightsHash)),
        ])
    }
}
