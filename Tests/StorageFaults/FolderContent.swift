import Foundation

/// The files of a folder, in the order of their names.
public struct FolderContent: Sendable, Equatable {
    public struct File: Sendable, Equatable {
        /// Relative to the folder.
        public let name: String
        public let bytes: [UInt8]
    }

    public let files: [File]

    init(files: [File]) {
        self.files = files.sorted { $0.name < $1.name }
    }

    /// What lies in a folder now, other folders in it included.
    public init(readFrom folder: String) throws {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let files = try names.compactMap { name -> File? in
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return nil }
            return File(name: name, bytes: [UInt8](try Data(contentsOf: URL(filePath: path))))
        }
        self.init(files: files)
    }

    public func bytes(of name: String) -> [UInt8]? {
        files.first { $0.name == name }?.bytes
    }

    /// Puts these files, and nothing else, into a folder, which is made where it is missing.
    public func write(to folder: String) throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for file in files {
            let url = URL(filePath: folder + "/" + file.name)
            if file.name.contains("/") {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            }
            try Self.store(file.bytes, at: url.path)
        }
    }

    /// Foundation's own ways wait for the disk, which thousands of images cannot.
    private static func store(_ bytes: [UInt8], at path: String) throws {
        guard let file = unsafe fopen(path, "wb") else { throw CocoaError(.fileWriteUnknown) }
        let count = unsafe fwrite(bytes, 1, bytes.count, file)
        guard unsafe fclose(file) == 0, count == bytes.count else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}
