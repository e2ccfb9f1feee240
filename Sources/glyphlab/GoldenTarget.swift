import Platform

/// The file that `reproduce --record` writes.
struct GoldenTarget {
    let path: String

    /// **Throws:** ``Failure`` where a golden, or anything else that has content, is there already:
    /// a golden changes only on purpose. What is no regular file is written through.
    init(_ path: String) throws {
        self.path = path
        guard let bytes = try? WholeFile.start(of: path, byteCount: 1), !bytes.isEmpty else {
            return
        }
        throw Failure(
            outcome: .badInput,
            message: "\(path): expected no file there yet, got one: a golden is not written "
                + "over; remove it first")
    }

    private var fileName: String {
        String(path.split(separator: "/").last ?? Substring(path))
    }

    /// `own` of `path/to/own.json`.
    var name: String {
        fileName.hasSuffix(".json") && fileName.utf8.count > 5
            ? String(fileName.dropLast(".json".count)) : fileName
    }
}
