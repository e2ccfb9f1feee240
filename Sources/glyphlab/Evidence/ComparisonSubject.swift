import Checkpoints
import Disputes
import Encodings
import Platform
import Proving
import Reports

/// A subject of 'glyphlab compare': a trace, a kept run or a model's folder.
enum ComparisonSubject {
    case trace(TraceFile)
    case run(RunFile, path: String)
    case folder(String)

    /// A folder or a pinned model's name is a model; a file says itself what it is.
    ///
    /// **Throws:** ``Failure``, `PlatformError`, `RunFileError`.
    init(_ path: String) throws {
        let isFile = Folder.fileExists(path) && !Folder.exists(path)
        if !isFile, case let folder = try ModelPath.folder(path), Folder.exists(folder) {
            self = .folder(folder)
        } else if let start = try? WholeFile.start(of: path, byteCount: RunFile.startByteCount),
            RunFile.isMeant(json: start)
        {
            let bytes = try WholeFile.read(path, byteCountMax: RunFile.byteCountMax)
            self = .run(try RunFile(json: bytes, file: path), path: path)
        } else {
            self = .trace(try TraceFile(path))
        }
    }

    var path: String {
        switch self {
        case .trace(let file): file.path
        case .run(_, let path), .folder(let path): path
        }
    }

    var kind: String {
        switch self {
        case .trace: "a trace"
        case .run: "a kept run"
        case .folder: "a model's folder"
        }
    }

    /// **Throws:** ``Failure`` where the two are of different kinds or one contradicts itself; as
    /// ``FolderComparison``.
    static func compared(_ left: ComparisonSubject, _ right: ComparisonSubject) throws
        -> ComparedTraces
    {
        do {
            switch (left, right) {
            case (.trace(let left), .trace(let right)):
                return try ComparisonOptions.compared(left, right)
            case (.run(let run, let path), .run(let other, let otherPath)):
                return try ComparedTraces(run, named: path, other, named: otherPath)
            case (.folder(let left), .folder(let right)):
                return try folders(left, right)
            default:
                throw Failure(
                    outcome: .badInput,
                    message: "\(right.path): expected \(left.kind), as \(left.path) is, got "
                        + right.kind)
            }
        } catch let error as ComparisonError {
            throw Failure(
                outcome: .badInput, message: "\(left.path), \(right.path): \(error)")
        }
    }

    private static func folders(_ left: String, _ right: String) throws -> ComparedTraces {
        let total = 100
        let progress = Progress("weights", total: total)
        defer { progress.finish() }
        return ComparedTraces(
            try FolderComparison(ModelFolder(path: left), ModelFolder(path: right)) {
                progress.set($0 * total / max($1, 1))
            })
    }
}
