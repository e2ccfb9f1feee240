/// A refusal by the operating system, or by a file as it lies on the disk.
public enum PlatformError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case notARegularFile(path: String)
    case tooLarge(path: String, limitBytes: Int, gotBytes: Int)
    case shortRead(path: String, expectedBytes: Int, gotBytes: Int)
    case locked(path: String)
    case notAnOutput(path: String, got: String)
    case notAFolder(path: String, got: String)
    case noFolder(path: String, folder: String)
    case noReader(path: String, milliseconds: Int)
    case closed(path: String)
    case isThere(path: String)
    case readableByOthers(path: String, mode: Int)
    /// - Parameters: numbers of users: of the file, and of this process.
    case ownedByAnother(path: String, owner: Int, user: Int)
    case lineTooLong(path: String, byteCountMax: Int)
    /// So many bytes came and no end of a line.
    case endsWithinLine(path: String, byteCount: Int)
    case system(operation: String, path: String, code: Int32, message: String)

    public var description: String { "\(path): \(reason)" }

    public var path: String {
        switch self {
        case .missing(let path), .notARegularFile(let path), .tooLarge(let path, _, _),
            .shortRead(let path, _, _), .locked(let path), .notAnOutput(let path, _),
            .notAFolder(let path, _), .noFolder(let path, _), .noReader(let path, _),
            .closed(let path), .isThere(let path), .readableByOthers(let path, _),
            .ownedByAnother(let path, _, _), .lineTooLong(let path, _),
            .endsWithinLine(let path, _),
            .system(_, let path, _, _):
            path
        }
    }

    /// The expectation and the finding, without the path.
    public var reason: String {
        switch self {
        case .missing: "expected a file, got none"
        case .notARegularFile: "expected a regular file, got something else"
        case .tooLarge(_, let limit, let got): "expected at most \(limit) bytes, got \(got)"
        case .shortRead(_, let expected, let got):
            "expected \(expected) bytes, got \(got): the file changed while it was read"
        case .locked: "another process is at work on it"
        case .notAnOutput(_, let got):
            "expected the name of a file, a pipe or a character device to write, got \(got)"
        case .notAFolder(_, let got): "expected a folder to write, got \(got)"
        case .noFolder(_, let folder): "expected a folder \(folder), got none"
        case .noReader(_, let milliseconds):
            "expected a reader of this pipe, got none for \(milliseconds / 1000) s"
        case .isThere: "expected no file there yet, got one, which is not written over"
        case .readableByOthers(_, let mode):
            "expected a file that its owner alone may read, got mode "
                + "\(String(mode, radix: 8)): 'chmod 600' takes the rest away"
        case .ownedByAnother(_, let owner, let user):
            "expected a file of the user \(user), who runs this, got one of the user \(owner)"
        case .lineTooLong(_, let byteCountMax):
            "expected lines of at most \(byteCountMax) bytes, got a longer one"
        case .endsWithinLine(_, let byteCount):
            "expected the end of a line, got the end of the input after \(byteCount) bytes"
        case .closed: "expected to be open for writing, but it is closed"
        case .system(let operation, _, _, let message): "\(operation) failed: \(message)"
        }
    }
}
