internal import Encodings

/// `merges.txt` as a table: a header, then a merge a line, the most preferred first.
enum MergesFile {
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
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }  // after the last line's end
        guard let header = lines.first, header.starts(with: "#version".utf8) else {
            throw .mergesHeader(got: text(lines.first ?? []))
        }
        var table = MergeTable()
        for (index, line) in lines.enumerated().dropFirst() {
            try add(line, number: index + 1, to: &table, vocabulary)
        }
        return table
    }

    private static func add(
        _ line: ArraySlice<UInt8>, number: Int, to table: inout MergeTable, _ vocabulary: Vocabulary
    ) throws(TokenizerError) {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw .mergeForm(line: number, got: text(line))
        }
        var ids: [Int32] = []
        for part in [parts[0], parts[1], parts[0] + parts[1]] {
            guard let id = vocabulary.id(ofText: part) else {
                throw .mergeUnknownToken(line: number, token: text(part))
            }
            ids.append(id)
        }
        let isNew = table.insert(
            left: ids[0], right: ids[1], result: ids[2], rank: Int32(number - 2))
        guard isNew else { throw .duplicateMerge(line: number, got: text(line)) }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
