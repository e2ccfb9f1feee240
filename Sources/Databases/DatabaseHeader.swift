internal import Platform

/// The start of a database's own file, read without its log: its kind and version, its tie, and how
/// many pages it has.
struct DatabaseHeader {
    /// Whether the file has no byte.
    let isEmpty: Bool
    /// Whether a commit with tables was copied to it from its log.
    let isBegun: Bool
    let tie: DatabaseTie.Record?
    /// Pages that the file has begun.
    let pageCount: Int
    private let applicationID: Int
    private let version: Int

    init(_ files: DatabaseFiles) throws(DatabaseFault) {
        let bytes = try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try WholeFile.start(of: files.path, byteCount: 2 * 65_536)
        }
        isEmpty = bytes.isEmpty
        guard bytes.count >= 100 else {
            (isBegun, tie, pageCount, applicationID, version) = (false, nil, 0, 0, 0)
            return
        }
        func number(_ place: Int) -> Int {
            bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        // The schema's cookie counts what was made.
        isBegun = number(40) != 0
        (version, applicationID) = (number(60), number(68))
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        let pageByteCount = size == 1 ? 65_536 : size
        let byteCount = try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try DatabaseFiles.byteCount(files.path)
        }
        pageCount = pageByteCount == 0 ? 0 : (byteCount - 1) / pageByteCount + 1
        tie = DatabaseTie.Record(page: bytes.dropFirst(pageByteCount).prefix(pageByteCount))
    }

    func isOf(_ format: DatabaseFormat) -> Bool {
        applicationID == format.applicationID && version == format.version
    }
}
