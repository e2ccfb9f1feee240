package import Platform
internal import Trials

/// A node's store on the disk: the lines of the best chain, each on the disk before anybody is told
/// of its block.
///
/// A last line without an end is what a killed process was about to write: nobody was told of it,
/// and it is cut off. Any other damage is refused. A move to another branch cuts the lines of the
/// old one and appends those of the new: killed between the two, the store is a shorter chain.
package final class LearningStoreFile {
    private let file: AppendedFile
    private let head: [UInt8]
    /// Hash and end of each block's line.
    private var lines: [(hash: [UInt8], end: Int)] = []
    /// Bytes that were cut off at the end.
    package let cutByteCount: Int

    /// Opens the file, or makes it, and hands out the tree that it holds.
    ///
    /// **Throws:** ``PlatformError``; ``Refusal`` by `store` for a damaged one.
    package init(path: String, _ rules: LearningRules) throws {
        file = try AppendedFile(path: path)
        head = LearningSystem.storeHead(rules)
        let bytes = try file.bytes(countMax: LearningLimits.storeByteCountMax)
        let end = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
        cutByteCount = bytes.count - end
        if end == 0, !head.starts(with: bytes) {
            // The begin of no store of this network: left as it is.
            _ = try LearningSystem.tree(of: bytes, rules)
        }
        let kept = Array(bytes[..<end])
        tree = try LearningSystem.tree(of: end == 0 ? head : kept, rules)
        if cutByteCount > 0 { try file.cut(toByteCount: end) }
        if end == 0 { try file.append(head) }
        var place = head.count
        for node in tree.main {
            guard let block = node.block else { continue }
            place += block.bytes.count + 1
            lines.append((node.hash, place))
        }
    }

    /// The tree that the file held when it was opened.
    package let tree: LearningTree

    /// Brings the best chain to the disk. **Throws:** ``PlatformError``: the next call tries again.
    package func follow(_ tree: LearningTree) throws(PlatformError) {
        let main = tree.main
        var common = min(lines.count, main.count - 1)
        while common > 0, lines[common - 1].hash != main[common].hash { common -= 1 }
        if common < lines.count {
            let end = common == 0 ? head.count : lines[common - 1].end
            try file.cut(toByteCount: end)
            lines.removeLast(lines.count - common)
        }
        guard common + 1 < main.count else { return }
        var bytes: [UInt8] = []
        var added: [(hash: [UInt8], end: Int)] = []
        for node in main[(common + 1)...] {
            guard let block = node.block else { continue }
            bytes += block.bytes + [0x0A]
            added.append((node.hash, file.byteCount + bytes.count))
        }
        try file.append(bytes)
        lines += added
    }
}
