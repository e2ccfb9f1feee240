internal import PublishedNode
internal import Synchronization

/// A clock that shows what the record of a published process tells.
final class ReplayClock: NodeClock {
    private let time: Mutex<Int>

    init(milliseconds: Int) {
        time = Mutex(milliseconds)
    }

    func milliseconds() -> Int { time.withLock { $0 } }

    func set(milliseconds: Int) { time.withLock { $0 = milliseconds } }
}

/// A clock whose time another part of the replay knows.
struct AskedClock: NodeClock {
    let time: @Sendable () -> Int

    func milliseconds() -> Int { time() }
}
