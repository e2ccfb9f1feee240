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

    /// - Parameter pin: the pin to compare with; nil for the pin of the folder's name, or else the
    ///   pin with the same weights.
    init(folder: String, pin givenPin: ModelManifest?) throws {
        let (summary, _) = try ModelFolder(path: folder).read { _ in }
        let weightsName = ModelFolder(path: folder).weightsName ?? ModelFolder.safetensorsName
        let weightsDigest = try FileDigest.sha256(Folder.path(folder, weightsName))
        fileSHA256 = weightsDigest.text
        integerWeightsHash = summary.integerWeightsHash
        let manifests = try givenPin.map { [$0] } ?? House.find().manifests()
        let name = folder.split(separator: "/").last.map(String.init)
        pin =
            givenPin ?? manifests.first { $0.name == name }
            ?? manifests.first { $0.integerWeightsHash == summary.integerWeightsHash }
        var differences: [String] = []
        for file in pin?.files ?? [] {
            let path = Folder.path(folder, file.name)
            guard Folder.fileExists(path) else {
                differences.append("\(file.name): expected SHA-256 \(file.sha256), got no file")
                continue
            }
            let got = try file.name == weightsName ? weightsDigest : FileDigest.sha256(path)
            if got != (file.sha256, file.byteCount) {
                differences.append(
                    "\(file.name): expected \(file.byteCount) bytes, SHA-256 \(file.sha256), "
                        + "got \(got.byteCount), \(got.text)")
            }
        }
        self.differences = differences
    }

    var match: Bool? {
        pin.map { $0.integerWeightsHash == integerWeightsHash && differences.isEmpty }
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
