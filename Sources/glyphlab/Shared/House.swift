import Checkpoints
import Platform

/// Where the laboratory's own files are: the pinned models and the goldens.
struct House {
    let path: String

    /// The folder that `GLYPHLAB_HOUSE` names, or the one that is installed with the program, or
    /// the first one above the program, or above the current folder, that has `Goldens` and
    /// `Models`.
    static func find() throws -> House {
        if let path = Machine.environment("GLYPHLAB_HOUSE") { return House(path: path) }
        if let path = installed, isHouse(path) { return House(path: path) }
        for start in [Machine.executablePath, Machine.currentFolder] {
            var parts = start.split(separator: "/")
            while !parts.isEmpty {
                let path = "/" + parts.joined(separator: "/")
                if isHouse(path) { return House(path: path) }
                parts.removeLast()
            }
        }
        throw Failure(
            outcome: .inconclusive,
            message: "expected a folder with Goldens and Models above the program or the current "
                + "folder, got none; GLYPHLAB_HOUSE can name it")
    }

    /// `PREFIX/share/glyphlab` of a program that is `PREFIX/bin/glyphlab`.
    private static var installed: String? {
        let folder = Machine.executablePath.split(separator: "/").dropLast()
        guard folder.last == "bin" else { return nil }
        return "/" + (folder.dropLast() + ["share", "glyphlab"]).joined(separator: "/")
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
