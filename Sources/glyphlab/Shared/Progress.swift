import Platform
import Reports
import Synchronization

/// A progress bar on standard error, for anything over two seconds, on a terminal only.
final class Progress: Sendable {
    private static let delayNanoseconds = 2_000_000_000
    private static let pauseNanoseconds = 100_000_000

    private struct State {
        var done = 0
        var shownAt = 0
        var isShown = false
    }

    private let title: String
    private let total: Int
    private let watch = Stopwatch()
    private let isWatched = Terminal.takesControl(.error)
    private let state = Mutex(State())

    init(_ title: String, total: Int) {
        self.title = title
        self.total = total
    }

    /// Counts one more piece of work as done. May be called from any thread.
    func advance() {
        state.withLock { state in
            state.done += 1
            show(&state)
        }
    }

    /// So many are done.
    func set(_ done: Int) {
        state.withLock { state in
            state.done = done
            show(&state)
        }
    }

    /// Takes the bar away.
    func finish() {
        state.withLock { state in
            if state.isShown { StandardStreams.clearStatusLine() }
            state.isShown = false
        }
    }

    private func show(_ state: inout State) {
        let now = watch.nanoseconds
        guard isWatched, now >= Self.delayNanoseconds,
            now - state.shownAt >= Self.pauseNanoseconds
        else { return }
        state.shownAt = now
        state.isShown = true
        StandardStreams.showStatusLine(
            ProgressBar.text(
                title, done: min(state.done, total), total: total,
                columns: Terminal.columns(.error)))
    }
}
