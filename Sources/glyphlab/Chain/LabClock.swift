import Platform
import PublishedNode

/// The machine's clock, or one that begins where the user says and goes as fast as the user says.
struct LabClock: NodeClock {
    private let clock: ClockOption?
    private let watch = Stopwatch()

    init(_ clock: ClockOption?) { self.clock = clock }

    func milliseconds() -> Int {
        guard let clock else { return WallClock.milliseconds }
        // 10^8 times the milliseconds of a thousand years are below 2^63.
        return clock.baseSeconds * 1_000 + watch.nanoseconds / 1_000_000 * clock.rate
    }
}
