internal import Cryptography
internal import Platform

/// Which file of a model's folder holds the weights.
///
/// A hub's folder often holds the same weights several times; the first of these that is there is
/// the one that is read.
public enum WeightsFile {
    public static let safetensorsName = "model.safetensors"
    public static let shardIndexName = "model.safetensors.index.json"
    public static let hdf5Name = "model.h5"
    public static let kerasName = "tf_model.h5"

    public static let names = [safetensorsName, shardIndexName, hdf5Name, kerasName]

    /// The name of the file that ``open(folder:)`` would open; nil where there is none.
    public static func name(in folder: String) -> String? {
        names.first { Folder.fileExists(Folder.path(folder, $0)) }
    }

    /// **Throws:** ``PlatformError/missing(path:)`` for `model.safetensors` where there is none of
    /// them; ``CheckpointError`` where the file is not what it says.
    public static func open(folder: String) throws -> any TensorContainer {
        let name = name(in: folder) ?? safetensorsName
        let path = Folder.path(folder, name)
        return switch name {
        case safetensorsName: try SafetensorsFile(path: path)
        case shardIndexName: try ShardedSafetensors(folder: folder, indexName: name)
        default: try HDF5File(path: path)
        }
    }

    /// All files that the weights consist of: one, or an index and its shards.
    ///
    /// **Throws:** as ``open(folder:)``, where the index is not what it says.
    static func fileNames(in folder: String) throws -> [String] {
        let name = name(in: folder) ?? safetensorsName
        guard name == shardIndexName else { return [name] }
        let path = Folder.path(folder, name)
        let bytes = try WholeFile.read(path, byteCountMax: Limits.headerByteCountMax)
        return try [name] + ShardIndex(json: bytes, file: path).shardNames
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
