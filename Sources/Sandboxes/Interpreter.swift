internal import Platform

/// The program that runs a script: by the ending of its name, or the script itself.
package struct Interpreter: Sendable {
    /// A script that nothing here can run.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// Words before the script's path; none where it runs by itself.
    package let words: [String]
    /// Address space that it reserves and does not use, beyond the limit of memory.
    let reservedByteCount: Int

    /// Folders of the runtime that every level shows.
    private static let folders = ["/usr/bin", "/usr/local/bin", "/bin"]
    private static let kinds: [(ending: String, program: String, arguments: [String])] = [
        (".py", "python3", ["-s", "-B", "-u"]), (".pl", "perl", []),
        (".js", "node", ["--max-old-space-size=256"]),
        (".sh", "sh", []), (".rb", "ruby", []), (".lua", "lua", []),
    ]
    /// Node 20 reserves some 700 MiB at its start.
    private static let reservedByNode = 512 << 20

    /// - Parameter script: the name of the script's file.
    /// **Throws:** ``Missing`` where its interpreter is not here.
    package init(of script: String) throws(Missing) {
        guard let kind = Self.kinds.first(where: { script.hasSuffix($0.ending) }) else {
            (words, reservedByteCount) = ([], 0)
            return
        }
        let paths = Self.folders.map { Folder.path($0, kind.program) }
        guard let path = paths.first(where: Folder.fileExists) else {
            throw Missing(
                description: "\(script): expected \(kind.program) in "
                    + "\(Self.folders.joined(separator: ", ")), got none")
        }
        words = [path] + kind.arguments
        reservedByteCount = kind.program == "node" ? Self.reservedByNode : 0
    }
}
