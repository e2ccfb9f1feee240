internal import Encodings

/// `merges.txt` as a table: a header, then a merge a line, the most preferred first.
///
/// Lines end in LF alone; the last may lack it. A file without the header is refused, since taking
/// its first line for one would drop a merge; so is CR LF, the CR being of no token's text, and a
/// second header, which other readers pass over.
enum MergesFile {
    static let headerStart = "#version".utf8

    /// **Throws:** ``TokenizerError`` with the line's number, from 1.
    static func table(
        _ bytes: [UInt8], vocabulary: Vocabulary
    ) throws(TokenizerError) -> MergeTable {
        guard bytes.count <= Limits.fileByteCountMax else {
            throw .mergesTooLong(limitBytes: Limits.fileByteCountMax, gotBytes: bytes.count)
        }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
            throw .mergesNotUTF8(offset: offset)
        }
        let header = line(in: bytes, from: 0)
        guard header.starts(with: headerStart) else { throw .mergesHeader(got: text(header)) }
        var table = MergeTable()
        var number = 2
        var start = header.endIndex + 1
        // A list of all lines would cost 32 bytes for each line end of a hostile file.
        while start < bytes.count {
            let line = line(in: bytes, from: start)
            try add(line, number: number, to: &table, vocabulary)
            number += 1
            start = line.endIndex + 1
        }
        return table
    }

    /// The bytes from `start` to the next line end, or to the end.
    private static func line(in bytes: [UInt8], from start: Int) -> ArraySlice<UInt8> {
        let rest = bytes[start...]
        return rest[..<(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)]
    }

    private static func add(
        _ line: ArraySlice<UInt8>, number: Int, to table: inout MergeTable, _ vocabulary: Vocabulary
    ) throws(TokenizerError) {
        let space = UInt8(ascii: " ")
        let left = line.prefix { $0 != space }
        let right = line.dropFirst(left.count + 1)
        let isHeader = line.starts(with: headerStart)
        guard !left.isEmpty, !right.isEmpty, !right.contains(space), !isHeader else {
            throw .mergeForm(line: number, got: text(line))
        }
        try add(left, right, rank: number - 2, number: number, to: &table, vocabulary)
    }

    /// Adds the merge of two token texts; `number` is its place for messages.
    static func add(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, rank: Int, number: Int,
        to table: inout MergeTable, _ vocabulary: Vocabulary
    ) throws(TokenizerError) {
        var ids: [Int32] = []
        for part in [left, right, left + right] {
            guard let id = vocabulary.id(ofText: part) else {
                throw .mergeUnknownToken(line: number, token: text(part))
            }
            ids.append(id)
        }
        let isNew = table.insert(left: ids[0], right: ids[1], result: ids[2], rank: Int32(rank))
        guard isNew else {
            throw .duplicateMerge(line: number, got: text(left + [UInt8(ascii: " ")] + right))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
