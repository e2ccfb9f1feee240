import NodeServing
import Platform
import Synchronization

/// A running node on standard error: log lines, and on a terminal its board below them.
final class NodeConsole: Sendable {
    private static let pauseMilliseconds = 500

    let log: NodeLog
    private let terminal: NodeTerminal?
    private let work = Background(false, waitingMax: 1)
    private let isEnding = Mutex(false)

    init(level: NodeLog.Level) {
        let terminal =
            Terminal.takesControl(.error)
            ? NodeTerminal { StandardStreams.writeMessage($0) } : nil
        self.terminal = terminal
        log = NodeLog(level: level, seconds: { WallClock.milliseconds / 1_000 }) { line in
            if let terminal { terminal.log(line) } else { StandardStreams.writeMessage(line) }
        }
    }

    /// Shows the board until ``end()``.
    func watch(_ view: @escaping @Sendable () -> NodeView, clock: LabClock) {
        guard let terminal else { return }
        work.add { [self] _ in
            while !isEnding.withLock({ $0 }) {
                terminal.show(
                    NodeBoard.lines(
                        view(), columns: Terminal.columns(.error),
                        nowSeconds: clock.milliseconds() / 1_000))
                Pause.wait(milliseconds: Self.pauseMilliseconds)
            }
        }
    }

    func end() {
        isEnding.withLock { $0 = true }
        _ = work.finished()
        terminal?.end()
    }
}
