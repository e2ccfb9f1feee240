internal import Cryptography
public import Platform

/// Which file of a model's folder holds the weights.
///
/// A hub's folder often holds the same weights several times; the first of these that is there is
/// the one that is read. Where none is, a single variant of them is: `model.fp16.safetensors`.
public enum WeightsFile {
    public static let safetensorsName = "model.safetensors"
    public static let shardIndexName = "model.safetensors.index.json"
    public static let hdf5Name = "model.h5"
    public static let kerasName = "tf_model.h5"

    public static let names = [safetensorsName, shardIndexName, hdf5Name, kerasName]

    /// The name of the file that ``open(folder:)`` would open; nil where there is none.
    public static func name(in folder: String) -> String? {
        names.first { Folder.fileExists(Folder.path(folder, $0)) } ?? variantName(in: folder)
    }

    /// The index or the file of the only variant; nil where there is none or more than one.
    private static func variantName(in folder: String) -> String? {
        let variants = variantNames(in: folder)
        return variants.count == 1 ? variants[0] : nil
    }

    /// What transformers writes where a variant was asked for: the variant's name stands before the
    /// last dot. Shards belong to their index.
    public static func variantNames(in folder: String) -> [String] {
        Folder.names(in: folder).filter { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.first == "model" else { return false }
            return parts.count == 3 && parts[2] == "safetensors" && !isShardName(name)
                || parts.count == 5 && parts[1...2] == ["safetensors", "index"]
                    && parts[4] == "json"
        }
    }

    /// Whether a file is one of several, by its name.
    public static func isShardName(_ name: String) -> Bool {
        name.hasSuffix(".safetensors") && name.contains("-of-")
    }

    private static func isIndexName(_ name: String) -> Bool { name.hasSuffix(".json") }

    /// **Throws:** ``PlatformError/missing(path:)`` for `model.safetensors` where there is none of
    /// them; ``CheckpointError`` where the file is not what it says.
    public static func open(folder: String) throws -> any TensorContainer {
        let name = name(in: folder) ?? safetensorsName
        let path = Folder.path(folder, name)
        try GitLFSPointer.refuse(path)
        if isIndexName(name) { return try ShardedSafetensors(folder: folder, indexName: name) }
        if name.hasSuffix(".h5") { return try HDF5File(path: path) }
        return try SafetensorsFile(path: path)
    }

    /// All files that the weights consist of: one, or an index and its shards.
    ///
    /// **Throws:** as ``open(folder:)``, where the index is not what it says.
    public static func fileNames(in folder: String) throws -> [String] {
        let name = name(in: folder) ?? safetensorsName
        guard isIndexName(name) else { return [name] }
        let path = Folder.path(folder, name)
        let bytes = try WholeFile.read(path, byteCountMax: Limits.headerByteCountMax)
        return try [name] + ShardIndex(json: bytes, file: path).shardNames
    }

    /// Which files the weights are just now, so that a change is noticed later.
    ///
    /// **Throws:** as ``fileNames(in:)``, ``PlatformError`` where one is not there.
    public static func identities(in folder: String) throws -> [FileIdentity] {
        try fileNames(in: folder).map { try FileIdentity(path: Folder.path(folder, $0)) }
    }

    /// SHA-256 over a line for each of these files: its name, its length, its own SHA-256.
    static func digest(folder: String) throws -> String {
        let lines = try fileNames(in: folder).map { name in
            let digest = try FileDigest.sha256(Folder.path(folder, name))
            return "\(name) \(digest.byteCount) \(digest.text)\n"
        }
        return Digests.sha256(lines.joined().utf8).text
    }
}
