import Checkpoints
import Platform
import Proving
import Reports

/// A model's folder compared with what is pinned for it.
struct ModelFinding {
    let integerWeightsHash: String
    let fileSHA256: String
    let pin: ModelManifest?
    /// Pinned files that differ or are not there.
    let differences: [String]
    /// Files without a pin whose bytes nobody recorded when they first came.
    let unknownFileCount: Int

    /// - Parameter pin: the pin to compare with; nil for the pin of the folder's name, or else the
    ///   pin with the same weights, or else the one that the folder was fetched as.
    init(folder: String, pin givenPin: ModelManifest?) throws {
        let (summary, _) = try ModelFolder(path: folder).read { _ in }
        let weightsName = ModelFolder(path: folder).weightsName ?? ModelFolder.safetensorsName
        let weightsDigest = try FileDigest.sha256(Folder.path(folder, weightsName))
        fileSHA256 = weightsDigest.text
        integerWeightsHash = summary.integerWeightsHash
        let manifests = try givenPin.map { [$0] } ?? House.find().manifests()
        let name = folder.split(separator: "/").last.map(String.init)
        let first = try FirstFetch(folder: folder)
        pin =
            givenPin ?? manifests.first { $0.name == name }
            ?? manifests.first { $0.integerWeightsHash == summary.integerWeightsHash }
            ?? manifests.first { $0.name == first.model }
        let form = try Checkpoint.form(folder: folder)
        var differences = pin.map { form.differences(from: $0.form) } ?? []
        differences = differences.map { "\(ModelFolder.configurationName): \($0)" }
        var unknownFileCount = 0
        for file in pin?.files ?? [] {
            guard let content = file.content ?? first.content(of: file.name) else {
                unknownFileCount += 1
                continue
            }
            let path = Folder.path(folder, file.name)
            guard Folder.fileExists(path) else {
                differences.append(
                    "\(file.name): expected SHA-256 \(content.sha256), got no file")
                continue
            }
            let got = try file.name == weightsName ? weightsDigest : FileDigest.sha256(path)
            if got != (content.sha256, content.byteCount) {
                differences.append(
                    "\(file.name): expected \(content.byteCount) bytes, "
                        + "SHA-256 \(content.sha256), got \(got.byteCount), \(got.text)")
            }
        }
        self.differences = differences
        self.unknownFileCount = unknownFileCount
    }

    /// Nil where nothing is pinned, and nothing was recorded when it first came.
    var match: Bool? {
        guard let pin else { return nil }
        guard differences.isEmpty,
            pin.integerWeightsHash ?? integerWeightsHash == integerWeightsHash
        else { return false }
        return unknownFileCount == 0 ? true : nil
    }

    var outcome: Outcome {
        match.map { $0 ? .holds : .doesNotHold } ?? .inconclusive
    }

    var report: FindingReport {
        FindingReport(
            integerWeightsHash: integerWeightsHash, fileSHA256: fileSHA256,
            pinnedName: pin?.name, pinnedIntegerWeightsHash: pin?.integerWeightsHash,
            differences: differences, match: match)
    }
}
