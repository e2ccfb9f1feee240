internal import Platform

/// A rollback journal by its first bytes.
struct RollbackJournal {
    /// Whether SQLite would play it back, and cut the database to the size that it names.
    let isHot: Bool
    /// Whether it is hot and of a database that had content. One of a database that is just being
    /// made, which a crash can leave beside an empty file, holds nothing that could be lost.
    let isOfContent: Bool

    private static let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    /// After the magic: the count of records, a nonce, the size of the database in pages.
    private static let pageCountPlaces = 16..<20

    /// Reads the journal at `path`; a missing one is not hot. **Throws:** ``DatabaseFault``.
    init(path: String) throws(DatabaseFault) {
        let start = try DatabaseFault.ofPlatform { () throws(PlatformError) -> [UInt8] in
            guard try DatabaseFiles.byteCount(path) > 0 else { return [] }
            return try WholeFile.start(of: path, byteCount: Self.pageCountPlaces.upperBound)
        }
        isHot = start.starts(with: Self.magic)
        isOfContent =
            isHot
            && (start.count < Self.pageCountPlaces.upperBound
                || start[Self.pageCountPlaces].contains { $0 != 0 })
    }
}
