public import Encodings
public import Tensors

/// Why a checkpoint is refused: which file, which tensor, what was expected, what was there.
public enum CheckpointError: Error, Equatable, CustomStringConvertible {
    // The container
    case gitLFSPointer(file: String)
    case fileTooShort(file: String, expectedBytes: Int, gotBytes: Int)
    case headerLength(file: String, limitBytes: Int, got: UInt64)
    case notJSON(file: String, cause: JSONParseError)
    case header(file: String, what: String, expected: String, got: String)
    case entry(file: String, tensor: String, what: String, expected: String, got: String)
    case dataLayout(file: String, tensor: String, expectedStart: Int, gotStart: Int)
    case dataLength(file: String, expectedBytes: Int, gotBytes: Int)
    case shard(file: String, tensor: String, expected: String, got: String)
    case hdf5(file: String, path: String, what: String, expected: String, got: String)
    /// The helper program that reads HDF5 came to an end before the file did.
    case hdf5Helper(file: String, doing: String, how: String)
    // The model
    case config(file: String, key: String, expected: String, got: String)
    case shape(file: String, cause: ShapeError)
    case missingTensor(file: String, tensor: String)
    case unknownTensor(file: String, tensor: String, model: String)
    case duplicateTensor(file: String, tensor: String)
    case tensorShape(file: String, tensor: String, expected: [Int], got: [Int])
    case elementType(file: String, tensor: String, expected: String, got: String)
    case notFinite(file: String, tensor: String, index: Int, got: String)
    case notExact(file: String, tensor: String, index: Int)
    case conversionDiffers(file: String, tensor: String)
    case manifest(file: String, key: String, expected: String, got: String)
    case cache(file: String, what: String, expected: String, got: String)
    /// Digests of the files and of the tensors would be those of different weights.
    case changedMeanwhile(folder: String)

    public var description: String {
        switch self {
        case .gitLFSPointer(let file):
            "\(file): expected the file itself, got a Git LFS pointer: run 'git lfs pull'"
        case .fileTooShort(let file, let expected, let got):
            "\(file): expected at least \(expected) bytes, got \(got)"
        case .headerLength(let file, let limit, let got):
            "\(file): header length: expected 2 to \(limit) bytes within the file, got \(got)"
        case .notJSON(let file, let cause):
            "\(file): \(cause)"
        case .header(let file, let what, let expected, let got):
            "\(file): header: \(what): expected \(expected), got \(got)"
        case .entry(let file, let tensor, let what, let expected, let got):
            "\(file): tensor \(quoted(tensor)): \(what): expected \(expected), got \(got)"
        case .dataLayout(let file, let tensor, let expected, let got):
            "\(file): tensor \(quoted(tensor)): data: expected to start at byte \(expected), "
                + "where the tensor before it ends, got \(got)"
        case .dataLength(let file, let expected, let got):
            "\(file): data: expected \(expected) bytes (the tensors' sum), got \(got)"
        case .shard(let file, let tensor, let expected, let got):
            "\(file): tensor \(quoted(tensor)): expected \(expected), got \(got)"
        case .hdf5(let file, let path, let what, let expected, let got):
            "\(file): \(path.isEmpty ? "" : quoted(path) + ": ")\(what): "
                + "expected \(expected), got \(got)"
        case .hdf5Helper(let file, let doing, let how):
            "\(file): glyphlab-hdf5, while \(doing): expected an answer, got none: \(how)"
        case .config(let file, let key, let expected, let got):
            "\(file): \(key): expected \(expected), got \(got)"
        case .shape(let file, let cause):
            "\(file): \(cause)"
        case .missingTensor(let file, let tensor):
            "\(file): tensor \(quoted(tensor)): expected to be there, got none"
        case .unknownTensor(let file, let tensor, let model):
            "\(file): tensor \(quoted(tensor)): expected only the tensors of \(model), got this"
        case .duplicateTensor(let file, let tensor):
            "\(file): tensor \(quoted(tensor)): expected once, got it with and without a prefix"
        case .tensorShape(let file, let tensor, let expected, let got):
            "\(file): tensor \(quoted(tensor)): shape: expected \(expected), got \(got)"
        case .elementType(let file, let tensor, let expected, let got):
            "\(file): tensor \(quoted(tensor)): element type: expected \(expected), got \(got)"
        case .notFinite(let file, let tensor, let index, let got):
            "\(file): tensor \(quoted(tensor)): element \(index): "
                + "expected a finite number, got \(got)"
        case .notExact(let file, let tensor, let index):
            "\(file): tensor \(quoted(tensor)): element \(index): expected a float64 that "
                + "float32 holds exactly, got one that needs more bits"
        case .conversionDiffers(let file, let tensor):
            "\(file): tensor \(quoted(tensor)): expected the bytes that were written, got others"
        case .manifest(let file, let key, let expected, let got),
            .cache(let file, let key, let expected, let got):
            "\(file): \(key): expected \(expected), got \(got)"
        case .changedMeanwhile(let folder):
            "\(folder): weights: expected to stay as they are while they are read, got changed"
        }
    }

    private func quoted(_ name: String) -> String {
        JSONValue.quoted(name, scalarCountMax: 120)
    }
}
