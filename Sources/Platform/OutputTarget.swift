import Foundation

/// The place that a name for an output leads to, links followed.
enum OutputTarget: Equatable {
    /// A regular file, or a name that nothing has yet, in a folder that is there.
    case file(path: String)
    /// A pipe with a name.
    case pipe
    /// A character device.
    case device
    /// A descriptor that this process was started with.
    case descriptor(Int32)

    private static let linkCountMax = 40

    /// - Parameter path: `-` is standard output.
    ///
    /// **Throws:** ``PlatformError`` for names that nothing can be written under.
    static func find(_ path: String) throws(PlatformError) -> OutputTarget {
        guard path != "-" else { return .descriptor(STDOUT_FILENO) }
        try PlatformError.refuseNUL("create", path)
        guard !path.isEmpty else {
            throw .notAnOutput(path: "\"\"", got: "an empty name")
        }
        var name = path
        for _ in 0...linkCountMax {
            // Names of descriptors are known by their text: opening one again would cut a file
            // short that others write to as well, fails for sockets, and needs /proc.
            if let number = descriptorNumber(name) { return .descriptor(number) }
            guard !name.hasSuffix("/") else { throw .notAnOutput(path: path, got: "a folder") }
            name = try inRealFolder(name, path)
            if let number = descriptorNumber(name) { return .descriptor(number) }
            var status = stat()
            guard unsafe lstat(name, &status) == 0 else {
                guard errno == ENOENT else { throw .lastError("create", path) }
                return .file(path: name)
            }
            switch status.st_mode & S_IFMT {
            case S_IFLNK: name = try target(ofLink: name, path)
            case S_IFREG: return .file(path: name)
            case S_IFIFO: return .pipe
            case S_IFCHR: return .device
            case S_IFDIR: throw .notAnOutput(path: path, got: "a folder")
            case S_IFBLK: throw .notAnOutput(path: path, got: "a block device")
            case S_IFSOCK: throw .notAnOutput(path: path, got: "a socket")
            default: throw .notAnOutput(path: path, got: "something else")
            }
        }
        throw .notAnOutput(path: path, got: "links that lead to each other")
    }

    /// `name` with its folder's own path in front, so that equal files have equal names.
    private static func inRealFolder(
        _ name: String, _ path: String
    ) throws(PlatformError) -> String {
        let parts = name.split(separator: "/")
        guard let last = parts.last, last != ".", last != ".." else {
            throw .notAnOutput(path: path, got: "a folder")
        }
        var folder = String(name.dropLast(last.count))
        if folder.isEmpty { folder = "." }
        guard let real = unsafe realpath(folder, nil) else {
            guard errno == ENOENT || errno == ENOTDIR else { throw .lastError("create", path) }
            throw .noFolder(path: path, folder: folder)
        }
        defer { unsafe free(real) }
        return Folder.path(unsafe String(cString: real), String(last))
    }

    private static func target(ofLink name: String, _ path: String) throws(PlatformError) -> String
    {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let capacity = buffer.count
        let count = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe readlink(name, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), capacity)
        }
        guard count >= 0 else { throw .lastError("create", path) }
        let target = String(decoding: buffer[..<count], as: UTF8.self)
        guard !target.hasPrefix("/") else { return target }
        let folder = name.split(separator: "/").dropLast().joined(separator: "/")
        return Folder.path("/" + folder, target)
    }

    /// The number in `/dev/stdout`, `/dev/fd/63` and the names that those are links to.
    private static func descriptorNumber(_ name: String) -> Int32? {
        switch name {
        case "/dev/stdin": return STDIN_FILENO
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default: break
        }
        for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"]
        where name.hasPrefix(folder) {
            return Int32(name.dropFirst(folder.count))
        }
        return nil
    }
}
