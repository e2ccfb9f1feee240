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

/// A mark that a file's bytes share with no bytes that it has later.
package enum NodeFileMark: Sendable, Equatable {
    /// The number of changes before, of a file in memory.
    case held(changeCount: Int)
    case onDisk(FileIdentity)
}
