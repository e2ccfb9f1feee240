import Foundation

/// The time of day, as the system tells it; it may jump.
public enum WallClock {
    /// Since 1970, rounded down.
    public static var milliseconds: Int { microseconds / 1_000 }

    /// Since 1970, rounded down.
    public static var microseconds: Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int(now.tv_sec) * 1_000_000 + Int(now.tv_nsec) / 1_000
    }
}
