internal import CStorageFaults

/// Watches the SQLite files that are opened below a folder, and fails chosen calls on them.
///
/// Sessions are independent of each other, so that tests may run in parallel, each in a folder of
/// its own. While a session is active nothing waits for the disk: power losses are played from the
/// log, by ``CrashImages``.
public final class FaultSession: Sendable {
    /// The kinds of calls that count and can fail; the numbers are the VFS's.
    public enum Call: Int32, Sendable, CaseIterable {
        case open, read, write, truncate, sync, delete, fileSize, access, lock
    }

    public enum Fault: Sendable, Equatable {
        /// The error that fits the call: `SQLITE_IOERR_READ`, `SQLITE_IOERR_FSYNC` and so on.
        case ioError
        /// Writes keep their first half and say `SQLITE_FULL`; new files cannot be made.
        case diskFull
        /// An SQLite code, whatever the call.
        case code(Int32)
    }

    public enum Duration: Sendable, CaseIterable {
        case once, fromThenOn
    }

    public struct Failure: Error {
        public let folder: String
        public let reason: String
    }

    private static let installationCode = csf_install()

    public let folder: String
    /// What lay in the folder when the session began.
    public let start: FolderContent
    private let number: Int64

    /// The folder must exist. Where two sessions watch one folder, the newer sees what is opened.
    /// Without `records` calls are counted and failed, but nothing is logged.
    public init(folder: String, records: Bool = true) throws {
        guard Self.installationCode == 0 else {
            throw Failure(
                folder: folder, reason: "the VFS gave code \(Self.installationCode)")
        }
        self.folder = folder
        start = records ? try FolderContent(readFrom: folder) : FolderContent(files: [])
        number = unsafe csf_start(folder, records ? 1 : 0)
        guard number > 0 else { throw Failure(folder: folder, reason: "no such folder") }
    }

    deinit {
        if number > 0 { csf_release(number) }
    }

    /// How many calls that can fail there were; the next one has this number plus one.
    public var callCount: Int { Int(csf_call_count(number)) }

    /// The kinds of all calls so far; call number 1 comes first.
    public var calls: [Call] {
        (0..<csf_call_count(number)).compactMap { Call(rawValue: csf_call_kind(number, $0 + 1)) }
    }

    /// How many calls were made to fail.
    public var faultCount: Int { Int(csf_fault_count(number)) }

    public var log: [Operation] {
        (0..<csf_operation_count(number)).map { index in
            unsafe Self.operation(csf_operation_at(number, index))
        }
    }

    /// Replaces what was to fail before. Calls are counted from 1.
    public func fail(at call: Int, with fault: Fault, lasting: Duration = .once) {
        let (kind, code): (Int32, Int32) =
            switch fault {
            case .ioError: (CSF_FAULT_IO, 0)
            case .diskFull: (CSF_FAULT_DISK_FULL, 0)
            case .code(let code): (CSF_FAULT_CODE, code)
            }
        csf_fail(number, Int64(call), kind, code, lasting == .fromThenOn ? 1 : 0)
    }

    /// From now on all calls pass, counted as before.
    public func failNoMore() {
        csf_fail(number, 0, CSF_FAULT_NONE, 0, 0)
    }

    /// Puts the application's word into the log, such as "commit `label` is confirmed".
    public func mark(_ label: Int) {
        record(Operation(file: "", action: .mark(label)))
    }

    /// Puts into the log what the application did to a file of the folder without SQLite.
    public func record(_ operation: Operation) {
        let (kind, value, bytes): (Int32, Int, [UInt8]) =
            switch operation.action {
            case .create: (CSF_OPERATION_CREATE, 0, [])
            case .write(let offset, let bytes): (CSF_OPERATION_WRITE, offset, bytes)
            case .truncate(let size): (CSF_OPERATION_TRUNCATE, size, [])
            case .sync(let syncsFolder): (CSF_OPERATION_SYNC, syncsFolder ? 1 : 0, [])
            case .failedSync: (CSF_OPERATION_FAILED_SYNC, 0, [])
            case .delete(let syncsFolder): (CSF_OPERATION_DELETE, syncsFolder ? 1 : 0, [])
            case .mark(let label): (CSF_OPERATION_MARK, label, [])
            }
        unsafe csf_record(
            number, kind, operation.file, Int64(value), bytes, Int64(bytes.count))
    }

    /// From now on calls pass uncounted and unlogged. What was logged stays.
    public func stop() {
        csf_stop(number)
    }

    /// What a power loss at any point of the log so far could leave.
    public func crashImages(seed: UInt64, options: CrashImages.Options = .init()) -> CrashImages {
        CrashImages(start: start, log: log, seed: seed, options: options)
    }

    private static func operation(_ entry: csf_operation) -> Operation {
        let value = unsafe Int(entry.value)
        let action: Operation.Action =
            switch unsafe entry.kind {
            case CSF_OPERATION_CREATE: .create
            case CSF_OPERATION_WRITE: .write(offset: value, bytes: unsafe bytes(entry))
            case CSF_OPERATION_TRUNCATE: .truncate(size: value)
            case CSF_OPERATION_SYNC: .sync(syncsFolder: value != 0)
            case CSF_OPERATION_FAILED_SYNC: .failedSync
            case CSF_OPERATION_DELETE: .delete(syncsFolder: value != 0)
            default: .mark(value)
            }
        return Operation(file: unsafe String(cString: entry.name), action: action)
    }

    private static func bytes(_ entry: csf_operation) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: entry.bytes, count: Int(entry.byte_count)))
    }
}
