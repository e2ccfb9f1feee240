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
}
