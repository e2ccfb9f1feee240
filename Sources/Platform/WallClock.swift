import Foundation

/// The time of day, as the system tells it; it may jump.
public enum WallClock {
    /// Since 1970, rounded down.
    public static var milliseconds: Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int(now.tv_sec) * 1_000 + Int(now.tv_nsec) / 1_000_000
    }
}
