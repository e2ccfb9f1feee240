internal import Architectures
internal import Encodings
internal import Tensors

/// A model's pin: the files and their digests in `Models/NAME/manifest.json`.
public struct ModelManifest: Sendable {
    public static let fileName = "manifest.json"

    /// A file that belongs to the model, and the bytes that it must have, as far as they are known.
    public struct PinnedFile: Sendable, Equatable {
        public let name: String
        /// nil where nobody could pin the file: then the first bytes that come count.
        public let content: Content?

        public init(name: String, content: Content?) {
            self.name = name
            self.content = content
        }
    }

    /// The bytes of a file.
    public struct Content: Sendable, Equatable {
        public let byteCount: Int
        /// Lower-case hex.
        public let sha256: String

        public init(byteCount: Int, sha256: String) {
            self.byteCount = byteCount
            self.sha256 = sha256
        }
    }

    /// How a synthetic model is drawn.
    public struct Synthesis: Sendable {
        public let seed: String
        public let isWide: Bool
        public let elementType: ElementType
    }

    public let name: String
    /// Where the model comes from, for people.
    public let source: String
    public let revision: String?
    public let licence: String
    public let form: ModelForm
    /// nil where the exact engine does not run the form, or where nobody could pin the weights.
    public let integerWeightsHash: String?
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
        form = try reader.object("shape").form(
            reader.has("architecture") ? reader.family("architecture") : .gpt2)
        integerWeightsHash =
            try reader.has("integer_weights_hash") ? reader.digest("integer_weights_hash") : nil
        files = try reader.pinnedFiles()
        if reader.has("synthesis") {
            let synthesis = try reader.object("synthesis")
            self.synthesis = Synthesis(
                seed: try synthesis.text("seed"), isWide: try synthesis.flag("wide"),
                elementType: try synthesis.has("dtype") ? synthesis.type("dtype") : .float32)
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

    func family(_ key: String) throws(CheckpointError) -> ModelForm.Family {
        guard let family = ModelForm.Family(rawValue: try text(key)) else {
            throw refused(
                key,
                ModelForm.Family.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
        }
        return family
    }

    func type(_ key: String) throws(CheckpointError) -> ElementType {
        guard let type = ElementType(rawValue: try text(key)),
            [.float32, .bfloat16].contains(type)
        else { throw refused(key, "\"F32\" or \"BF16\"") }
        return type
    }

    func form(_ family: ModelForm.Family) throws(CheckpointError) -> ModelForm {
        let layerCount = try integer("layers")
        let width = try integer("width")
        let headCount = try integer("heads")
        let vocabularyCount = try integer("vocabulary")
        let contextTokenCount = try integer("context")
        switch family {
        case .gpt2:
            return try form { () throws(ShapeError) in
                try .gpt2(
                    layerCount: layerCount, width: width, headCount: headCount,
                    vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount)
            }
        case .qwen2:
            let rotaryBase = try integer("rotary_base")
            guard Architecture.rotaryBases.contains(rotaryBase) else {
                throw refused("rotary_base", "a whole number from 2 to 2^40")
            }
            let keyValueHeadCount = try integer("key_value_heads")
            let headWidth = try integer("head_width")
            let hiddenWidth = try integer("hidden")
            return try form { () throws(ShapeError) in
                try .qwen2(
                    layerCount: layerCount, width: width, headCount: headCount,
                    keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
                    hiddenWidth: hiddenWidth, vocabularyCount: vocabularyCount,
                    contextTokenCount: contextTokenCount, rotaryBase: rotaryBase)
            }
        }
    }

    /// A form's sizes, refused with the file's name.
    private func form(
        _ make: () throws(ShapeError) -> ModelForm
    ) throws(CheckpointError) -> ModelForm {
        do {
            return try make()
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
            pinned.append(ModelManifest.PinnedFile(name: name, content: try reader.content()))
        }
        return pinned
    }

    /// nil where the file has neither a length nor a digest.
    private func content() throws(CheckpointError) -> ModelManifest.Content? {
        guard has("bytes") || has("sha256") else { return nil }
        let byteCount = try integer("bytes")
        guard (0...Limits.pinnedFileByteCountMax).contains(byteCount) else {
            throw refused("bytes", "0 to \(Limits.pinnedFileByteCountMax)")
        }
        return ModelManifest.Content(byteCount: byteCount, sha256: try digest("sha256"))
    }

    func refused(_ key: String, _ expected: String) -> CheckpointError {
        .manifest(
            file: file, key: path + key, expected: expected,
            got: value.member(key)?.kind ?? "nothing")
    }
}
