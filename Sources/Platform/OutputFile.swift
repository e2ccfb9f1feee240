import Foundation

/// An output that a user named: looked at before the work starts, written when it is done.
///
/// Regular files are written whole under a temporary name and renamed, keeping the permissions of
/// the file whose place they take; links stay and what they lead to is written. Of a file with
/// several names (hard links), this name gets the new file and the others keep the old one. Pipes
/// and character devices are written through, as are `-` and `/dev/stdout` (standard output),
/// `/dev/stderr`, `/dev/fd/N` and `>(…)`.
public final class OutputFile {
    /// As the user wrote it.
    public let path: String
    private let target: OutputTarget
    /// For pipes, devices and other descriptors; files are opened at the first byte.
    private var descriptor: Int32 = -1
    private var fileNumbers: FileNumbers?
    private var writer: OutputWriter?

    /// How long a pipe may be without a reader before that is told.
    static let readerMillisecondsMax = 10_000

    /// Finds out where `path` leads and that it can be written there, and opens all but files.
    ///
    /// **Throws:** ``PlatformError``: the folder is not there or may not be written, the name is a
    /// folder, a block device or a socket, a pipe that nobody opens for reading within ten seconds,
    /// a descriptor that is not open for writing.
    public convenience init(path: String) throws(PlatformError) {
        try self.init(path: path, readerMillisecondsMax: Self.readerMillisecondsMax)
    }

    package init(path: String, readerMillisecondsMax: Int) throws(PlatformError) {
        self.path = path
        let found = try OutputTarget.find(path)
        // A file that standard output goes to as well would be torn from it by a rename.
        if case .file(let name) = found, let numbers = FileNumbers(path: name),
            numbers == FileNumbers(descriptor: STDOUT_FILENO)
        {
            target = .descriptor(STDOUT_FILENO)
        } else {
            target = found
        }
        switch target {
        case .file(let name): try Self.probe(name, path)
        case .pipe: descriptor = try Self.openPipe(path, readerMillisecondsMax)
        case .device:
            descriptor = unsafe open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .lastError("create", path) }
        case .descriptor(let number): try duplicate(number)
        }
        if case .file(let name) = target {
            fileNumbers = FileNumbers(path: name)
        } else {
            fileNumbers = FileNumbers(descriptor: descriptor)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Looks at a name without opening what it leads to: for commands that have something to do
    /// between the look and the first byte.
    ///
    /// **Throws:** ``PlatformError``, as ``init(path:)`` does, but never for want of a reader.
    public static func check(_ path: String) throws(PlatformError) {
        if case .file(let name) = try OutputTarget.find(path) { try probe(name, path) }
    }

    // MARK: Where it leads

    /// Whether what is written comes out where the command's result does.
    public var isStandardOutput: Bool {
        if case .descriptor(STDOUT_FILENO) = target { return true }
        guard let fileNumbers, !fileNumbers.isNull else { return false }
        return fileNumbers == FileNumbers(descriptor: STDOUT_FILENO)
    }

    /// Whether two outputs would come out in one place; `/dev/null` has room for many.
    public func isSame(as other: OutputFile) -> Bool {
        if case .file = target, target == other.target { return true }
        if isStandardOutput && other.isStandardOutput { return true }
        guard let fileNumbers, !fileNumbers.isNull else { return false }
        return fileNumbers == other.fileNumbers
    }

    /// Tries the steps that finishing will need, before minutes of work that they would lose.
    private static func probe(_ name: String, _ path: String) throws(PlatformError) {
        let isThere = unsafe access(name, F_OK) == 0
        if isThere, unsafe faccessat(AT_FDCWD, name, W_OK, AT_EACCESS) != 0 {
            throw .lastError("create", path)
        }
        let temporary = WholeFile.temporaryPath(for: name)
        let probe = unsafe open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if probe >= 0 {
            close(probe)
            unsafe unlink(temporary)
        } else if !isThere || ![EACCES, EPERM, EROFS].contains(errno) {
            throw .lastError("create", path)
        }
    }

    private static func openPipe(
        _ path: String, _ millisecondsMax: Int
    ) throws(PlatformError) -> Int32 {
        let watch = Stopwatch()
        while true {
            let descriptor = unsafe open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            if descriptor >= 0 {
                guard fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) == 0
                else {
                    close(descriptor)
                    throw .lastError("create", path)
                }
                return descriptor
            }
            guard errno == ENXIO else { throw .lastError("create", path) }
            guard watch.nanoseconds / 1_000_000 < millisecondsMax else {
                throw .noReader(path: path, milliseconds: millisecondsMax)
            }
            usleep(10_000)
        }
    }

    private func duplicate(_ number: Int32) throws(PlatformError) {
        let flags = StandardStreams.wasClosed(number) ? -1 : fcntl(number, F_GETFL)
        guard flags >= 0 else { throw .closed(path: path) }
        guard flags & O_ACCMODE != O_RDONLY else {
            throw .notAnOutput(path: path, got: "a descriptor that is open for reading only")
        }
        descriptor = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { throw .lastError("create", path) }
    }

    // MARK: Writing

    /// Writes all of it. **Throws:** ``PlatformError``.
    public func write(_ bytes: [UInt8]) throws(PlatformError) {
        try append(bytes)
        try finish()
    }

    /// Writes a part; a file shows none of it before ``finish()``. **Throws:** ``PlatformError``.
    public func append(_ bytes: [UInt8]) throws(PlatformError) {
        switch target {
        case .file(let name):
            if writer == nil { writer = try OutputWriter(file: name, path: path) }
            try writer?.append(bytes)
        case .descriptor(STDOUT_FILENO):
            // As a result, whose reader may have had enough; what fails is told at the end.
            StandardStreams.writeResult(bytes)
        case .descriptor, .pipe, .device:
            try Descriptor.write(bytes, to: descriptor, path: path)
        }
    }

    /// Brings a file's content to the disk, so that little is left which ``finish()`` could fail
    /// of. **Throws:** ``PlatformError``.
    public func synchronize() throws(PlatformError) {
        if case .file = target, writer == nil { try append([]) }
        try writer?.synchronize()
    }

    /// Whether bytes go out as they are appended: to a stream, a pipe or a device.
    public var isWrittenThrough: Bool {
        if case .file = target { false } else { true }
    }

    /// Gives a file its name. **Throws:** ``PlatformError``.
    public func finish() throws(PlatformError) {
        if case .file = target, writer == nil { try append([]) }
        try writer?.finish()
        writer = nil
    }
}

/// A file's identity, whatever its name.
private struct FileNumbers: Equatable {
    private let device: Int
    private let file: Int
    /// Takes everything and keeps nothing.
    let isNull: Bool

    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = Int(status.st_dev)
        file = Int(status.st_ino)
        var null = stat()
        let isThere = unsafe stat("/dev/null", &null) == 0
        isNull =
            isThere && status.st_mode & S_IFMT == S_IFCHR && null.st_rdev == status.st_rdev
    }
}
