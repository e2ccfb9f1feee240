import Foundation

/// Waiting between attempts to reach the world outside; no result depends on it.
public enum Pause {
    /// **Precondition:** milliseconds ≥ 0.
    public static func wait(milliseconds: Int) {
        precondition(milliseconds >= 0, "\(milliseconds) ms")
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    }
}
