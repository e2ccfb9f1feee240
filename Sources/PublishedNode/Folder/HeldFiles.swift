internal import Synchronization

/// A node's files in memory, for any number of threads.
package final class HeldFiles: NodeFiles {
    private let files: Mutex<[NodeFile: [UInt8]]>  // looked up, never iterated

    package init(_ files: [NodeFile: [UInt8]] = [:]) {  // looked up, never iterated
        self.files = Mutex(files)
    }

    package func read(_ file: NodeFile) -> [UInt8]? { files.withLock { $0[file] } }

    package func replace(_ file: NodeFile, with bytes: [UInt8]) {
        files.withLock { $0[file] = bytes }
    }

    package func overwrite(_ file: NodeFile, with bytes: [UInt8]) {
        files.withLock { $0[file] = bytes }
    }

    package func remove(_ file: NodeFile) {
        files.withLock { $0[file] = nil }
    }

    package func byteCount(of file: NodeFile) -> Int? { files.withLock { $0[file]?.count } }
}
