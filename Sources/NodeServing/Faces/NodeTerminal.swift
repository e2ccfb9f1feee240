internal import Platform
internal import Synchronization

/// Standard error as a terminal: log lines go by above, the board stays below.
package final class NodeTerminal: Sendable {
    private struct State {
        var board: [String] = []
        /// The lines of the board that are on the screen now.
        var shownCount = 0
    }

    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    package init(write: @escaping @Sendable (String) -> Void) {
        self.write = write
    }

    /// A line with its end, above the board.
    package func log(_ line: String) {
        state.withLock { state in
            write(erasing(state) + line + text(state.board))
            state.shownCount = state.board.count
        }
    }

    package func show(_ board: [String]) {
        state.withLock { state in
            guard state.board != board || state.shownCount == 0 else { return }
            let begin = erasing(state)
            state.board = board
            state.shownCount = board.count
            write(begin + text(board))
        }
    }

    /// Leaves the board where it is; further lines come below it.
    package func end() {
        state.withLock { $0 = State() }
    }

    private func text(_ board: [String]) -> String {
        board.map { "\u{1B}[K\($0)\n" }.joined()
    }

    private func erasing(_ state: State) -> String {
        state.shownCount == 0 ? "" : "\u{1B}[\(state.shownCount)A\r\u{1B}[J"
    }
}
