internal import Encodings
public import Tensors

/// A model's pin: the files and their digests in `Models/NAME/manifest.json`.
public struct ModelManifest: Sendable {
    public static let fileName = "manifest.json"

    /// A file as it must be, byte for byte.
    public struct PinnedFile: Sendable {
        public let name: String
        public let byteCount: Int
        /// Lower-case hex.
        public let sha256: String
    }

    /// How a synthetic model is drawn.
    public struct Synthesis: Sendable {
        public let seed: String
        public let isWide: Bool
    }

    public let name: String
    /// Where the model comes from, for people.
    public let source: String
    public let revision: String?
    public let licence: String
    public let shape: TransformerShape
    public let integerWeightsHash: String
    public let files: [PinnedFile]
    /// Set for models that anyone can make.
    public let synthesis: Synthesis?

    /// **Throws:** ``CheckpointError`` where the file is not a manifest.
    public init(json bytes: [UInt8], file: String) throws(CheckpointError) {
        let reader: ManifestReader
        do {
            reader = ManifestReader(
                value: try JSONParser.parse(bytes, byteCountMax: Limits.manifestByteCountMax),
                file: file, path: "")
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        name = try reader.text("name")
        source = try reader.text("source")
        revision = try reader.has("revision") ? reader.text("revision") : nil
        licence = try reader.text("licence")
        shape = try reader.object("shape").shape()
        integerWeightsHash = try reader.digest("integer_weights_hash")
        files = try reader.pinnedFiles()
        if reader.has("synthesis") {
            let synthesis = try reader.object("synthesis")
            self.synthesis = Synthesis(
                seed: try synthesis.text("seed"), isWide: try synthesis.flag("wide"))
        } else {
            synthesis = nil
        }
    }
}

/// Typed look-ups with the key's path in the message.
private struct ManifestReader {
    let value: JSONValue
    let file: String
    let path: String

    func has(_ key: String) -> Bool { value.member(key) != nil }

    func text(_ key: String) throws(CheckpointError) -> String {
        guard let text = value.member(key)?.stringValue else { throw refused(key, "a string") }
        return text
    }

    func integer(_ key: String) throws(CheckpointError) -> Int {
        guard let integer = value.member(key)?.integerValue, integer >= 0 else {
            throw refused(key, "an integer from 0")
        }
        return integer
    }

    func flag(_ key: String) throws(CheckpointError) -> Bool {
        guard case .boolean(let flag)? = value.member(key) else {
            throw refused(key, "true or false")
        }
        return flag
    }

    func digest(_ key: String) throws(CheckpointError) -> String {
        let text = try text(key)
        guard Hexadecimal.bytes(of: text)?.count == 32 else {
            throw refused(key, "64 lower-case hex digits")
        }
        return text
    }

    func object(_ key: String) throws(CheckpointError) -> ManifestReader {
        guard let value = value.member(key), value.objectValue != nil else {
            throw refused(key, "an object")
        }
        return ManifestReader(value: value, file: file, path: path + key + ".")
    }

    func shape() throws(CheckpointError) -> TransformerShape {
        let layerCount = try integer("layers")
        let width = try integer("width")
        let headCount = try integer("heads")
        let vocabularyCount = try integer("vocabulary")
        let contextTokenCount = try integer("context")
        do {
            return try TransformerShape(
                layerCount: layerCount, width: width, headCount: headCount,
                vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount)
        } catch {
            throw .shape(file: file, cause: error)
        }
    }

    func pinnedFiles() throws(CheckpointError) -> [ModelManifest.PinnedFile] {
        guard let files = value.member("files")?.arrayValue,
            files.count <= Limits.pinnedFileCountMax
        else {
            throw refused("files", "an array of at most \(Limits.pinnedFileCountMax) files")
        }
        var pinned: [ModelManifest.PinnedFile] = []
        for (index, value) in files.enumerated() {
            let reader = ManifestReader(value: value, file: file, path: "files[\(index)].")
            let name = try reader.text("name")
            // By bytes: to Swift's characters, a slash and the mark after it are one that is no
            // slash, and a path ends at its first NUL.
            let bytes = Array(name.utf8)
            guard !bytes.isEmpty, bytes[0] != UInt8(ascii: "."),
                !bytes.contains(UInt8(ascii: "/")), !bytes.contains(0)
            else { throw reader.refused("name", "a plain file name") }
            let byteCount = try reader.integer("bytes")
            guard (0...Limits.pinnedFileByteCountMax).contains(byteCount) else {
                throw reader.refused("bytes", "0 to \(Limits.pinnedFileByteCountMax)")
            }
            pinned.append(
                ModelManifest.PinnedFile(
                    name: name, byteCount: byteCount, sha256: try reader.digest("sha256")))
        }
        return pinned
    }

    func refused(_ key: String, _ expected: String) -> CheckpointError {
        .manifest(
            file: file, key: path + key, expected: expected,
            got: value.member(key)?.kind ?? "nothing")
    }
}
