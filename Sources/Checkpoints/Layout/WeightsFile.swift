internal import Cryptography
public import Platform

/// The files that hold a folder's weights, opened and digested.
public enum WeightsFile {
    private static func isIndexName(_ name: String) -> Bool { name.hasSuffix(".json") }

    /// **Throws:** ``PlatformError/missing(path:)`` for `model.safetensors` where there is none of
    /// them; ``CheckpointError`` where the file is not what it says.
    public static func open(folder: String) throws -> any TensorContainer {
        let name = ModelFolder(path: folder).weightsName ?? ModelFolder.safetensorsName
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
        let name = ModelFolder(path: folder).weightsName ?? ModelFolder.safetensorsName
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
