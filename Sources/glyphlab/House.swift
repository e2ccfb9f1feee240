import Checkpoints
import Platform

/// Where the laboratory's own files are: the pinned models and the goldens.
struct House {
    let path: String

    /// The folder that `GLYPHLAB_HOUSE` names, or the first above the program, or above the current
    /// folder, that has `Goldens` and `Models`, in itself or below `share/glyphlab`, where
    /// installations have them.
    static func find() throws -> House {
        if let path = Machine.environment("GLYPHLAB_HOUSE") { return House(path: path) }
        for start in [Machine.executablePath, Machine.currentFolder] {
            var parts = start.split(separator: "/")
            while !parts.isEmpty {
                let folder = "/" + parts.joined(separator: "/")
                let places = [folder, folder + "/share/glyphlab"]
                if let path = places.first(where: isHouse) { return House(path: path) }
                parts.removeLast()
            }
        }
        throw Failure(
            outcome: .inconclusive,
            message: "expected a folder with Goldens and Models above the program or the current "
                + "folder, got none; GLYPHLAB_HOUSE can name it")
    }

    private static func isHouse(_ folder: String) -> Bool {
        Folder.exists(folder + "/Goldens") && Folder.exists(folder + "/Models")
    }

    // MARK: Models

    func modelFolder(_ name: String) -> String { "\(path)/Models/\(name)" }

    var modelNames: [String] {
        Folder.names(in: path + "/Models").filter {
            Folder.fileExists("\(modelFolder($0))/\(ModelManifest.fileName)")
        }
    }

    func manifest(_ name: String) throws -> ModelManifest {
        let file = "\(modelFolder(name))/\(ModelManifest.fileName)"
        return try ModelManifest(
            json: WholeFile.read(file, byteCountMax: 1 << 20), file: file)
    }

    func manifests() throws -> [ModelManifest] { try modelNames.map(manifest) }
}
