package import Platform

/// The time that a served engine goes by.
package struct EngineTime: Sendable {
    /// The seconds since 1970.
    let seconds: @Sendable () -> Int
    /// Waits until so many seconds have gone by since a start.
    let wait: @Sendable (_ start: Stopwatch, _ second: Int) -> Void

    package init(
        seconds: @escaping @Sendable () -> Int,
        wait: @escaping @Sendable (_ start: Stopwatch, _ second: Int) -> Void
    ) {
        self.seconds = seconds
        self.wait = wait
    }

    /// The machine's time.
    package static let ofMachine = EngineTime(
        seconds: { WallClock.milliseconds / 1_000 },
        wait: { start, second in
            let left = second * 1_000 - start.nanoseconds / 1_000_000
            Pause.wait(milliseconds: max(0, left))
        })
}
