/// The file that `reproduce --record` writes.
struct GoldenTarget {
    let path: String

    /// **Throws:** ``Failure`` where a golden, or anything else that has content, is there already:
    /// a golden changes only on purpose.
    init(_ path: String) throws {
        self.path = path
        try NewFile.check(path, "a golden")
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
