/// What the operating system, or a file as it lies on the disk, refused.
public enum PlatformError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case notARegularFile(path: String)
    case tooLarge(path: String, limitBytes: Int, gotBytes: Int)
    case shortRead(path: String, expectedBytes: Int, gotBytes: Int)
    case locked(path: String)
    case system(operation: String, path: String, code: Int32, message: String)

    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): expected a file, got none"
        case .notARegularFile(let path):
            "\(path): expected a regular file, got something else"
        case .tooLarge(let path, let limit, let got):
            "\(path): expected at most \(limit) bytes, got \(got)"
        case .shortRead(let path, let expected, let got):
            "\(path): expected \(expected) bytes, got \(got): the file changed while it was read"
        case .locked(let path):
            "\(path): another process is at work on it"
        case .system(let operation, let path, _, let message):
            "\(path): \(operation) failed: \(message)"
        }
    }
}
