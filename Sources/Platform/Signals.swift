import Foundation

/// What the system's signals do to this process.
public enum Signals {
    /// Lets a write beyond a limit of file sizes fail, as any other write does that cannot be.
    public static func failWritesBeyondLimits() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }
}
