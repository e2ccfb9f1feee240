internal import Encodings
internal import Platform

/// The bytes of files that nobody could pin, as they first came into a folder. From then on they
/// are the pins: a file that differs later is refused.
public struct FirstFetch {
    public static let fileName = "glyphlab-fetched.json"

    private let path: String
    /// The pinned model's name; nil where nothing was kept.
    public private(set) var model: String?
    private var files: [(name: String, content: ModelManifest.Content)] = []

    /// Reads what an earlier fetch kept in `folder`, if any.
    ///
    /// **Throws:** ``PlatformError``, ``CheckpointError`` where the record is not one.
    public init(folder: String) throws {
        path = Folder.path(folder, Self.fileName)
        guard Folder.fileExists(path) else { return }
        let bytes = try WholeFile.read(path, byteCountMax: Limits.manifestByteCountMax)
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.manifestByteCountMax)
        } catch {
            throw CheckpointError.notJSON(file: path, cause: error)
        }
        guard let model = document.member("model")?.stringValue else {
            throw refused("model", document.member("model"))
        }
        self.model = model
        guard let list = document.member("files")?.arrayValue,
            list.count <= Limits.pinnedFileCountMax
        else { throw refused("files", document.member("files")) }
        for (index, file) in list.enumerated() {
            guard let name = file.member("name")?.stringValue,
                let byteCount = file.member("bytes")?.integerValue,
                (0...Limits.pinnedFileByteCountMax).contains(byteCount),
                let sha256 = file.member("sha256")?.stringValue,
                Hexadecimal.bytes(of: sha256)?.count == 32
            else { throw refused("files[\(index)]", file) }
            files.append((name, ModelManifest.Content(byteCount: byteCount, sha256: sha256)))
        }
    }

    private func refused(_ key: String, _ value: JSONValue?) -> CheckpointError {
        .manifest(
            file: path, key: key,
            expected: "a model's name; names, lengths and digests of fetched files",
            got: value?.kind ?? "nothing")
    }

    /// The bytes that a file had when it first came; nil where it has not come yet.
    public func content(of name: String) -> ModelManifest.Content? {
        files.first { $0.name == name }?.content
    }

    /// Keeps the bytes of a file of a pinned model that came for the first time.
    ///
    /// **Throws:** ``PlatformError``.
    mutating func keep(
        _ name: String, _ content: ModelManifest.Content, of model: String
    ) throws {
        self.model = model
        files.append((name, content))
        let list = files.map { file in
            JSONValue.object([
                JSONMember("name", .string(file.name)),
                JSONMember("bytes", .integer(file.content.byteCount)),
                JSONMember("sha256", .string(file.content.sha256)),
            ])
        }
        let document = JSONValue.object([
            JSONMember("model", .string(model)),
            JSONMember("files", .array(list)),
        ])
        try WholeFile.write(Array((document.prettyText + "\n").utf8), to: path)
    }
}
