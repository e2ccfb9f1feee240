import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Proving
import Reports

struct ModelsVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold a model's folder against what is pinned for it.",
        discussion: """
            The pin is the one whose name the folder has, or else the one with the same weights; \
            without one the exit code is 2.
            Example: glyphlab models verify Models/glyph-nano
            """)

    @Argument(help: "The model's folder.")
    var directory: String

    @OptionGroup var format: FormatOption

    private struct Finding {
        let integerWeightsHash: String
        let fileSHA256: String
        let pin: ModelManifest?
        /// Pinned files that differ or are not there.
        let differences: [String]

        var match: Bool? {
            pin.map { $0.integerWeightsHash == integerWeightsHash && differences.isEmpty }
        }
    }

    func run() throws {
        try Outcome.ending {
            let finding = try found()
            format.write(text: text(finding), json: json(finding))
            switch finding.match {
            case true?: return .holds
            case false?: return .doesNotHold
            case nil: return .inconclusive
            }
        }
    }

    private func found() throws -> Finding {
        let (checkpoint, _) = try ModelFolder(path: directory).load()
        let digest = try FileDigest.sha256(
            Folder.path(directory, WeightsFile.name(in: directory) ?? WeightsFile.safetensorsName))
        let manifests = try House.find().manifests()
        let name = directory.split(separator: "/").last.map(String.init)
        let pin =
            manifests.first { $0.name == name }
            ?? manifests.first { $0.integerWeightsHash == checkpoint.integerWeightsHash }
        var differences: [String] = []
        for file in pin?.files ?? [] {
            let path = Folder.path(directory, file.name)
            guard Folder.fileExists(path) else {
                differences.append("\(file.name): expected SHA-256 \(file.sha256), got no file")
                continue
            }
            let got = try FileDigest.sha256(path)
            if got != (file.sha256, file.byteCount) {
                differences.append(
                    "\(file.name): expected \(file.byteCount) bytes, SHA-256 \(file.sha256), "
                        + "got \(got.byteCount), \(got.text)")
            }
        }
        return Finding(
            integerWeightsHash: checkpoint.integerWeightsHash, fileSHA256: digest.text, pin: pin,
            differences: differences)
    }

    private func text(_ finding: Finding) -> String {
        var table = TextTable()
        table.add("weights hash", finding.integerWeightsHash)
        table.add("file SHA-256", finding.fileSHA256)
        table.add("pinned", finding.pin.map { "\($0.name), \($0.integerWeightsHash)" } ?? "no")
        for difference in finding.differences { table.add("differs", difference) }
        table.add("match", finding.match.map { $0 ? "yes" : "NO" } ?? "inconclusive")
        return table.text
    }

    private func json(_ finding: Finding) -> JSONValue {
        .object([
            JSONMember("integer_weights_hash", .string(finding.integerWeightsHash)),
            JSONMember("file_sha256", .string(finding.fileSHA256)),
            JSONMember("pinned", finding.pin.map { .string($0.name) } ?? .null),
            JSONMember(
                "pinned_integer_weights_hash",
                finding.pin.map { .string($0.integerWeightsHash) } ?? .null),
            JSONMember("differences", .array(finding.differences.map(JSONValue.string))),
            JSONMember("match", finding.match.map(JSONValue.boolean) ?? .null),
        ])
    }
}
