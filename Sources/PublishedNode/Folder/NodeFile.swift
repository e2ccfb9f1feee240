package import Platform

/// The files of a published node's folder.
package enum NodeFile: String, CaseIterable, Sendable {
    case chain = "poi_chain_v2.json"
    case inbox = "poi_inbox.json"
    case peers = "poi_peers.json"
    case mempool = "poi_mempool.json"
    case wallets = "poi_wallets.json"
}

/// A refusal by the place that the files lie in.
package struct NodeFileError: Error, Equatable, CustomStringConvertible {
    package let file: NodeFile
    package let reason: String

    package init(file: NodeFile, reason: String) {
        self.file = file
        self.reason = reason
    }

    package var description: String { "\(file.rawValue): \(reason)" }
}

/// The place that a node's files lie in: a folder of the disk, or the memory.
package protocol NodeFiles: AnyObject, Sendable {
    /// The file's bytes; nil where there is no file.
    func read(_ file: NodeFile) throws(NodeFileError) -> [UInt8]?
    /// Gives the file new bytes at once: a reader finds the old ones or the new ones, whole.
    func replace(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFileError)
    /// Writes over the file where it lies: a reader may find a part of the new bytes.
    func overwrite(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFileError)
    /// Takes the file away; none is no error.
    func remove(_ file: NodeFile) throws(NodeFileError)
    /// The file's size; nil where none can be told.
    func byteCount(of file: NodeFile) -> Int?
    /// The mark of the file as it is: as long as it stays the same, so do the bytes. Nil where that
    /// cannot be promised.
    func mark(of file: NodeFile) -> NodeFileMark?
}

/// A mark that a file's bytes share with no bytes that it has later.
package enum NodeFileMark: Sendable, Equatable {
    /// The number of changes before, of a file in memory.
    case held(changeCount: Int)
    case onDisk(FileIdentity)
}
