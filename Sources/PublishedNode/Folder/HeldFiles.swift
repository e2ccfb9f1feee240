internal import Synchronization

/// A node's files in memory, for any number of threads.
package final class HeldFiles: NodeFiles {
    private struct State {
        var files: [NodeFile: [UInt8]]  // looked up, never iterated
        /// Changes of all files together.
        var changeCount = 0

        mutating func change(_ file: NodeFile, _ bytes: [UInt8]?) {
            files[file] = bytes
            changeCount += 1
        }
    }

    private let state: Mutex<State>

    package init(_ files: [NodeFile: [UInt8]] = [:]) {  // looked up, never iterated
        state = Mutex(State(files: files))
    }

    package func read(_ file: NodeFile) -> [UInt8]? { state.withLock { $0.files[file] } }

    package func replace(_ file: NodeFile, with bytes: [UInt8]) {
        state.withLock { $0.change(file, bytes) }
    }

    package func overwrite(_ file: NodeFile, with bytes: [UInt8]) {
        state.withLock { $0.change(file, bytes) }
    }

    package func remove(_ file: NodeFile) {
        state.withLock { $0.change(file, nil) }
    }

    package func byteCount(of file: NodeFile) -> Int? {
        state.withLock { $0.files[file]?.count }
    }

    package func mark(of file: NodeFile) -> NodeFileMark? {
        state.withLock { .held(changeCount: $0.changeCount) }
    }

    /// No other process has them.
    package func alone<Value>(
        _ body: () throws(NodeFault) -> Value
    ) throws(NodeFault) -> Value { try body() }
}
