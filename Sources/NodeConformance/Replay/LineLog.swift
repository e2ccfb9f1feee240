internal import Synchronization

/// The lines that a process has printed.
final class LineLog: Sendable {
    private let held = Mutex<[String]>([])

    var lines: [String] { held.withLock { $0 } }

    func append(_ line: String) { held.withLock { $0.append(line) } }
}
