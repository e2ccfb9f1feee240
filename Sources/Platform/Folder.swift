import Foundation

/// Folders: what is there, and making one.
public enum Folder {
    public static func exists(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    public static func fileExists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// The names in a folder, sorted by their bytes; none where there is no folder.
    public static func names(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes the folder and those above it.
    public static func create(_ path: String) throws(PlatformError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .system(
                operation: "create folder", path: path, code: 0,
                message: error.localizedDescription)
        }
    }

    /// Looks at a folder that files will be written to, before the work for them starts: it, or
    /// the first one above it that is there, is a folder and may be written. Makes nothing.
    ///
    /// **Throws:** ``PlatformError``.
    public static func checkOutput(_ path: String) throws(PlatformError) {
        try PlatformError.refuseNUL("create folder", path)
        guard !path.isEmpty else { throw .notAFolder(path: "\"\"", got: "an empty name") }
        var place = path
        while !fileExists(place), place != ".", place != "/" {
            // By hand: Foundation's deletingLastPathComponent traps on a name of one letter.
            let parts = place.split(separator: "/").dropLast()
            let above = parts.joined(separator: "/")
            place = place.hasPrefix("/") ? "/" + above : above.isEmpty ? "." : above
        }
        guard exists(place) else { throw .notAFolder(path: place, got: "a file") }
        guard unsafe faccessat(AT_FDCWD, place, W_OK | X_OK, AT_EACCESS) == 0 else {
            throw .lastError("create", path)
        }
    }

    /// Hands out a new folder and removes it with all that is in it.
    ///
    /// **Throws:** ``PlatformError`` where it cannot be made, and what `body` throws.
    public static func withTemporary<Value>(
        prefix: String, _ body: (_ path: String) throws -> Value
    ) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "\(prefix)-\(UUID().uuidString)")
        try create(url.path)
        TemporaryPaths.add(url.path)
        defer {
            try? FileManager.default.removeItem(at: url)
            TemporaryPaths.remove(url.path)
        }
        return try body(url.path)
    }

    /// Makes a folder anew beside a folder, puts it in that one's place and removes that one. Where
    /// the program is killed meanwhile, one of both is there whole, at worst under a name beside
    /// its own.
    ///
    /// - Parameter write: makes the folder at the path that it is given.
    /// **Throws:** ``PlatformError``, and what `write` throws; the folder is as it was then.
    public static func replace(_ path: String, by write: (_ new: String) throws -> Void) throws {
        let new = path + "." + UUID().uuidString
        do {
            try write(new)
            try replace(path, with: new)
        } catch {
            try? FileManager.default.removeItem(atPath: new)
            throw error
        }
    }

    private static func replace(_ path: String, with new: String) throws(PlatformError) {
        let old = path + "." + UUID().uuidString
        guard unsafe rename(path, old) == 0 else { throw .lastError("rename", path) }
        guard unsafe rename(new, path) == 0 else {
            let error = PlatformError.lastError("rename", new)
            _ = unsafe rename(old, path)
            throw error
        }
        do {
            try FileManager.default.removeItem(atPath: old)
        } catch {
            throw .system(
                operation: "remove", path: old, code: 0, message: error.localizedDescription)
        }
    }

    /// The path of a folder that is there, without links, dots and slashes at its end.
    ///
    /// **Throws:** ``PlatformError``.
    public static func realPath(_ path: String) throws(PlatformError) -> String {
        try PlatformError.refuseNUL("open", path)
        guard let real = unsafe realpath(path, nil) else {
            throw errno == ENOENT ? .missing(path: path) : .lastError("open", path)
        }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// `child` below `parent`.
    public static func path(_ parent: String, _ child: String) -> String {
        parent.hasSuffix("/") ? parent + child : parent + "/" + child
    }
}

/// Which file a path leads to and when it was last changed: equal as long as nobody touches it.
public struct FileIdentity: Sendable, Equatable {
    private let numbers: [Int]

    /// **Throws:** ``PlatformError``.
    public init(path: String) throws(PlatformError) {
        try PlatformError.refuseNUL("stat", path)
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw errno == ENOENT ? .missing(path: path) : .lastError("stat", path)
        }
        #if canImport(Darwin)
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        numbers = [
            Int(status.st_dev), Int(status.st_ino), Int(status.st_size), modified.tv_sec,
            Int(modified.tv_nsec), changed.tv_sec, Int(changed.tv_nsec),
        ]
    }

    /// Whether the file has been left alone for a second: a file that was changed since then could
    /// change again within one tick of the clock that marks it, and keep its identity.
    public var isSettled: Bool {
        numbers[5] + 1 < Machine.secondsSince1970
    }

    /// Whether two paths lead to one file that is there.
    public static func isSame(_ path: String, _ other: String) -> Bool {
        guard let one = try? FileIdentity(path: path) else { return false }
        return one == (try? FileIdentity(path: other))
    }
}
