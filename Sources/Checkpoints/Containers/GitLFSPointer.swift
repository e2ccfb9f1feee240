internal import Platform

/// The few lines that Git leaves in a file's place where Git LFS did not bring its content.
/// **Source:** the specification of git-lfs.
public enum GitLFSPointer {
    private static let starts = [
        "version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/",
    ]
    /// A pointer is shorter, says its specification.
    private static let byteCountMax = 1024

    /// Whether the file at `path` is a pointer; false where it cannot be read.
    public static func isAt(_ path: String) -> Bool {
        guard let bytes = try? WholeFile.start(of: path, byteCount: byteCountMax + 1),
            bytes.count <= byteCountMax
        else { return false }
        return starts.contains { bytes.starts(with: $0.utf8) }
    }

    /// **Throws:** ``CheckpointError/gitLFSPointer(file:)``.
    static func refuse(_ path: String) throws(CheckpointError) {
        if isAt(path) { throw .gitLFSPointer(file: path) }
    }
}
