internal import Synchronization

/// The attacker's server, for all nodes.
final class AttackersPlace: Sendable {
    private let server = Mutex(AttackersServer())

    func prepare(_ answer: PreparedAnswer, for path: String) {
        server.withLock { $0.prepare(answer, for: path) }
    }

    func answer(_ path: String, askedBy name: String) -> PreparedAnswer? {
        server.withLock { $0.answer(path, askedBy: name) }
    }

    /// A prepared answer, without a request.
    func prepared(_ path: String) -> PreparedAnswer? { server.withLock { $0.prepared(path) } }

    func note(byteCount: Int, readBy name: String) {
        server.withLock { $0.note(byteCount: byteCount, readBy: name) }
    }

    /// How often a node asked for a path.
    func requestCount(of path: String, by name: String) -> Int {
        server.withLock { server in server.requests.count { $0.by == name && $0.path == path } }
    }

    /// The bytes of the longest answer that a node read.
    func longestByteCount(readBy name: String) -> Int {
        server.withLock { $0.longest[name] ?? 0 }
    }
}
