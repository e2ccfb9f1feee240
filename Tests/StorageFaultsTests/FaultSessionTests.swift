import GRDB
import StorageFaults
import TestSupport
import Testing

@Suite("Sessions that watch a folder")
struct FaultSessionTests {
    /// The extended code of the error that the first call of a kind leads to.
    private func code(
        failing call: FaultSession.Call, with fault: FaultSession.Fault
    ) throws -> ResultCode? {
        let clean = try TemporaryFolder(inMemory: true)
        let cleanSession = try FaultSession(folder: clean.path)
        try commit(in: clean.path)
        let number = try #require(cleanSession.calls.firstIndex(of: call)) + 1
        let folder = try TemporaryFolder(inMemory: true)
        let session = try FaultSession(folder: folder.path)
        session.fail(at: number, with: fault)
        defer { #expect(session.faultCount == 1) }
        do {
            try commit(in: folder.path)
            return nil
        } catch let error as DatabaseError {
            return error.extendedResultCode
        }
    }

    private func commit(in folder: String) throws {
        let store = try ToyStore(folder: folder)
        for number in 1...3 { try store.commit(number) }
    }

    static let fittingCodes: [(call: FaultSession.Call, code: ResultCode)] = [
        (.open, .SQLITE_CANTOPEN), (.read, .SQLITE_IOERR_READ), (.write, .SQLITE_IOERR_WRITE),
        (.sync, .SQLITE_IOERR_FSYNC), (.fileSize, .SQLITE_IOERR_FSTAT),
        (.access, .SQLITE_IOERR_ACCESS), (.lock, .SQLITE_IOERR_LOCK),
    ]

    @Test(
        "SQLite sees the code that fits the call, or the one that is asked for",
        arguments: fittingCodes)
    func codes(call: FaultSession.Call, code: ResultCode) throws {
        #expect(try self.code(failing: call, with: .ioError) == code)
        #expect(try self.code(failing: call, with: .code(10)) == .SQLITE_IOERR)
    }

    @Test("A full disk keeps the first half of a write")
    func diskFull() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try FaultSession(folder: folder.path)
        let store = try ToyStore(folder: folder.path)
        for number in 1...3 { try store.commit(number) }
        session.fail(at: session.callCount + 1, with: .diskFull, lasting: .fromThenOn)
        let error = #expect(throws: DatabaseError.self) { try store.commit(4) }
        #expect(error?.resultCode == .SQLITE_FULL)
        let last = try #require(
            session.log.last { if case .write = $0.action { true } else { false } })
        guard case .write(_, let bytes) = last.action else { return }
        #expect(last.file == "toy.sqlite-wal" && [12, 16].contains(bytes.count), "\(bytes.count)")
    }

    @Test("Only files below the folder are watched, and none once the session has stopped")
    func scope() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let other = try TemporaryFolder(inMemory: true)
        let session = try FaultSession(folder: folder.path)
        let otherSession = try FaultSession(folder: other.path)
        session.fail(at: 1, with: .ioError, lasting: .fromThenOn)
        try ToyStore(folder: other.path).commit(1)
        #expect(session.callCount == 0 && session.log.isEmpty)
        #expect(otherSession.log.contains { $0.file == "toy.sqlite" && $0.action == .create })
        #expect(throws: DatabaseError.self) { try ToyStore(folder: folder.path) }
        session.stop()
        let count = session.callCount
        try ToyStore(folder: folder.path).commit(1)
        #expect(session.callCount == count && session.faultCount > 0)
        #expect(throws: (any Error).self) { try FaultSession(folder: other.path + "/no") }
    }
}
