internal import PublishedNode

/// The files of a published node's folder as one byte string: for each that is there a line with
/// its name, then its content and a line's end. The chain comes last.
enum FolderDocument {
    private static let order = NodeFile.allCases.filter { $0 != .chain } + [.chain]

    private static func line(_ file: NodeFile) -> [UInt8] { Array("== \(file.rawValue)\n".utf8) }

    static func bytes(of files: HeldFiles) -> [UInt8] {
        order.flatMap { file in
            files.read(file).map { line(file) + $0 + Array("\n".utf8) } ?? []
        }
    }

    /// Puts the files of a document in the place of those that are there; what lies before the
    /// first name is left out. **Result:** false for bytes in which no file is named.
    static func read(_ bytes: [UInt8], into files: HeldFiles) -> Bool {
        var starts: [(file: NodeFile, name: Int, content: Int)] = []
        for file in order {
            guard let found = bytes.firstRange(of: line(file)) else { continue }
            starts.append((file, found.lowerBound, found.upperBound))
        }
        guard !starts.isEmpty else { return false }
        starts.sort { $0.name < $1.name }
        for file in NodeFile.allCases { files.remove(file) }
        for (place, start) in starts.enumerated() {
            let end = place + 1 < starts.count ? starts[place + 1].name : bytes.count
            var content = Array(bytes[start.content..<max(start.content, end)])
            if content.last == UInt8(ascii: "\n") { content.removeLast() }
            files.overwrite(start.file, with: content)
        }
        return true
    }
}
