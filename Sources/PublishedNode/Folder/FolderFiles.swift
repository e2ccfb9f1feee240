internal import Platform
internal import Synchronization

/// A node's files in a folder of the disk, where another process may be at work on them, a
/// published node among others.
package final class FolderFiles: NodeFiles {
    /// The lab's own bound on a file: eight times what a published node takes for a chain.
    private static let byteCountMax = 2 << 30
    /// So long another process of the lab may write over a file before that is an error.
    private static let lockedAttemptCount = 100
    private static let lockedMilliseconds = 10
    /// The longest wait for another process's turn.
    private static let turnMilliseconds = 10_000

    private let folder: String
    private let prefix: String
    /// Threads of this process would write under one name meanwhile.
    private let replacing = Mutex(())

    /// - Parameter prefix: what the names of the files begin with (`POI_PREFIX`).
    package init(folder: String, prefix: String = "") {
        self.folder = folder
        self.prefix = prefix
    }

    private func path(_ file: NodeFile) -> String { Folder.path(folder, prefix + file.rawValue) }

    private func told<Value>(
        _ file: NodeFile, _ body: (_ path: String) throws(PlatformError) -> Value
    ) throws(NodeFileError) -> Value {
        do throws(PlatformError) {
            return try body(path(file))
        } catch {
            throw NodeFileError(file: file, reason: error.reason)
        }
    }

    package func read(_ file: NodeFile) throws(NodeFileError) -> [UInt8]? {
        try told(file) { path throws(PlatformError) in
            do throws(PlatformError) {
                return try WholeFile.read(path, byteCountMax: Self.byteCountMax)
            } catch .missing {
                return nil
            }
        }
    }

    /// Writes beside the file and renames. The name meanwhile is the process's own rather than
    /// the published `.tmp`, so that two processes never write into one file.
    package func replace(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFileError) {
        try told(file) { path throws(PlatformError) in
            try replacing.withLock { _ throws(PlatformError) in
                try WholeFile.write(bytes, to: path)
            }
        }
    }

    package func overwrite(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFileError) {
        try told(file) { path throws(PlatformError) in
            let opened = try Self.open(path)
            try opened.cut(toByteCount: 0)
            try opened.append(bytes)
        }
    }

    private static func open(_ path: String) throws(PlatformError) -> AppendedFile {
        for _ in 1..<lockedAttemptCount {
            do throws(PlatformError) {
                return try AppendedFile(path: path)
            } catch .locked {
                Pause.wait(milliseconds: lockedMilliseconds)
            }
        }
        return try AppendedFile(path: path)
    }

    package func remove(_ file: NodeFile) throws(NodeFileError) {
        try told(file) { path throws(PlatformError) in try WholeFile.remove(path) }
    }

    package func byteCount(of file: NodeFile) -> Int? {
        let path = path(file)
        guard Folder.fileExists(path) else { return nil }
        return try? DatabaseFiles.byteCount(path)
    }

    package func mark(of file: NodeFile) -> NodeFileMark? {
        guard let identity = try? FileIdentity(path: path(file)), identity.isSettled else {
            return nil
        }
        return .onDisk(identity)
    }

    /// By turns at the wallets, the one file that is never replaced; whoever pays has some.
    package func alone<Value>(
        _ body: () throws(NodeFault) -> Value
    ) throws(NodeFault) -> Value {
        try FileTurn.take(
            at: path(.wallets), milliseconds: Self.turnMilliseconds, body)
    }
}
