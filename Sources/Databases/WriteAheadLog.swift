internal import Platform

/// A write-ahead log as SQLite would recover it: what was committed, and no more.
struct WriteAheadLog {
    /// Transactions that were committed.
    private(set) var commitCount = 0
    /// Pages of the database after the first of them; 0 without one.
    private(set) var firstPageCount = 0
    /// The ties that they left on their page, in their order.
    private(set) var records: [DatabaseTie.Record] = []

    private static let headerByteCount = 32
    private static let frameHeaderByteCount = 24

    /// **Throws:** ``DatabaseFault``.
    init(path: String) throws(DatabaseFault) {
        let file: PositionedFile
        do throws(PlatformError) {
            file = try PositionedFile(path: path)
        } catch {
            throw DatabaseFault(error)
        }
        guard file.byteCount >= Self.headerByteCount else { return }
        let header = try Self.bytes(file, 0, Self.headerByteCount)
        let magic = Self.number(header, 0)
        let pageByteCount = Int(Self.number(header, 8))
        guard magic & ~1 == 0x377F_0682, (512...65_536).contains(pageByteCount),
            pageByteCount & (pageByteCount - 1) == 0
        else { return }
        var sum = Checksum(isBigEndian: magic & 1 == 1)
        sum.add(header[..<24])
        guard sum.isIn(header, at: 24) else { return }
        let frameByteCount = Self.frameHeaderByteCount + pageByteCount
        var (place, pending) = (Self.headerByteCount, DatabaseTie.Record?.none)
        while place + frameByteCount <= file.byteCount {
            let frame = try Self.bytes(file, place, frameByteCount)
            place += frameByteCount
            sum.add(frame[..<8])
            sum.add(frame[Self.frameHeaderByteCount...])
            let page = Self.number(frame, 0)
            // The salts are the header's; behind a frame with others nothing counts.
            guard frame[8..<16] == header[16..<24], sum.isIn(frame, at: 16), page > 0 else { break }
            if page == DatabaseTie.pageNumber {
                pending = DatabaseTie.Record(page: frame[Self.frameHeaderByteCount...])
            }
            let pageCount = Self.number(frame, 4)
            guard pageCount != 0 else { continue }
            if commitCount == 0 { firstPageCount = Int(pageCount) }
            commitCount += 1
            if let record = pending { records.append(record) }
            pending = nil
        }
    }

    private static func bytes(
        _ file: PositionedFile, _ place: Int, _ count: Int
    ) throws(DatabaseFault) -> [UInt8] {
        do {
            return try unsafe file.withBytes(in: place..<place + count) { unsafe Array($0) }
        } catch let error as PlatformError {
            throw DatabaseFault(error)
        } catch {
            throw .system(message: "\(error)")
        }
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// SQLite's: two sums over words of 32 bits, from the header on through all frames.
    private struct Checksum {
        let isBigEndian: Bool
        private var (first, second): (UInt32, UInt32) = (0, 0)

        init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

        mutating func add(_ bytes: ArraySlice<UInt8>) {
            var place = bytes.startIndex
            while place + 8 <= bytes.endIndex {
                first &+= word(bytes, place) &+ second
                second &+= word(bytes, place + 4) &+ first
                place += 8
            }
        }

        private func word(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt32 {
            let (a, b) = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
            let (c, d) = (UInt32(bytes[place + 2]), UInt32(bytes[place + 3]))
            return isBigEndian
                ? a << 24 | b << 16 | c << 8 | d : d << 24 | c << 16 | b << 8 | a
        }

        /// Checksums are big-endian wherever they stand.
        func isIn(_ bytes: [UInt8], at place: Int) -> Bool {
            number(bytes, place) == first && number(bytes, place + 4) == second
        }
    }
}
