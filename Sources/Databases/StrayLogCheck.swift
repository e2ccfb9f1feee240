internal import Platform

/// The comparison of a database with the log and the journal beside it, by their ties.
enum StrayLogCheck {
    /// Refuses a log or a journal that is not this database's; leaves all files as they are.
    ///
    /// Databases of another kind or version are not checked here: ``DatabaseFormat`` refuses them.
    /// **Throws:** ``DatabaseFault``.
    static func check(_ files: DatabaseFiles, _ format: DatabaseFormat) throws(DatabaseFault) {
        let file = try DatabaseHeader(files)
        guard !file.isBegun || file.isOf(format) else { return }
        // A database of this program has a rollback journal only before its tables are made; SQLite
        // would play back any other.
        let journal = try RollbackJournal(path: files.journal)
        if file.isBegun ? journal.isHot : file.isEmpty && journal.isOfContent {
            throw .strayLog(path: files.journal)
        }
        guard
            try DatabaseFault.ofPlatform({ () throws(PlatformError) in
                try DatabaseFiles.byteCount(files.log)
            }) > 0
        else { return }
        guard !file.isEmpty else { throw .strayLog(path: files.log) }
        let log = try WriteAheadLog(path: files.log)
        guard log.commitCount > 0 else { return }
        guard let first = log.records.first else { throw .strayLog(path: files.log) }
        if file.isBegun, let mark = file.tie?.mark {
            guard mark == first.previous || log.records.contains(where: { $0.mark == mark })
            else { throw .strayLog(path: files.log) }
        } else {
            // A power loss while the first commit was copied can leave its first page without its
            // second: then the log has that commit, and the file no page beyond it.
            guard first.previous == DatabaseTie.noMark, file.pageCount <= log.firstPageCount
            else { throw .strayLog(path: files.log) }
        }
    }
}
