import Foundation

/// Waiting, for whoever talks to the outside; nothing here reaches a result.
public enum Pause {
    /// **Precondition:** milliseconds ≥ 0.
    public static func wait(milliseconds: Int) {
        precondition(milliseconds >= 0, "\(milliseconds) ms")
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    }
}
