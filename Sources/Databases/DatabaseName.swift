package import Platform

/// The files that an open database has, compared with the files under their names now.
///
/// SQLite goes on with files that were moved, replaced or deleted, and says nothing: changes that
/// it stores then are lost with the process, or go to a file under another name.
package struct DatabaseName {
    private let files: DatabaseFiles
    private let number: FileNumber
    private var logNumber: FileNumber?

    /// Right after opening. **Throws:** ``DatabaseFault`` where another file took the name
    /// meanwhile.
    package init(_ before: DatabaseFiles) throws(DatabaseFault) {
        files = try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try DatabaseFiles(name: before.name)
        }
        guard let number = files.number, before.number == nil || before.number == number,
            files.path == before.path
        else { throw .lost(path: before.path) }
        self.number = number
        logNumber = try? FileNumber(ifThere: files.log)
    }

    /// **Throws:** ``DatabaseFault/lost(path:)`` with the first file that is another, or none.
    package mutating func check() throws(DatabaseFault) {
        for path in [files.name, files.path] where (try? FileNumber(ifThere: path)) != number {
            throw .lost(path: path)
        }
        let log = try? FileNumber(ifThere: files.log)
        if logNumber == nil { logNumber = log }
        guard log == logNumber else { throw .lost(path: files.log) }
    }

    /// Whether SQLite, which deletes the log by its name in the end, would delete its own.
    var isLogOursOrMissing: Bool {
        guard let log = try? FileNumber(ifThere: files.log) else { return true }
        return log == logNumber
    }
}
