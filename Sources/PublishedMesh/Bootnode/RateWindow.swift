internal import BigInt
internal import PythonValues

/// Calls by name, of which so many are let through a minute: a window begins with the first call
/// and is forgotten with its end.
struct RateWindow {
    private struct Window {
        let end: PythonNumber
        var count: Int
    }

    static let callCountMax = 5
    private static let length = PythonNumber.integer(60)

    private var windows: [PythonText: Window] = [:]  // looked up, never iterated
    /// The names in the order in which their windows began, and so end.
    private var names: [PythonText] = []

    /// Counts a call. **Result:** whether it is let through.
    ///
    /// **Throws:** ``PythonError`` for a time that is too large for a float.
    mutating func admit(_ name: PythonText, now: PythonNumber) throws(PythonError) -> Bool {
        var overCount = 0
        for known in names {
            guard let window = windows[known], !now.isLess(than: window.end) else { break }
            windows[known] = nil
            overCount += 1
        }
        names.removeFirst(overCount)
        if windows[name] == nil {
            windows[name] = Window(end: try now + Self.length, count: 0)
            names.append(name)
        }
        let count = (windows[name]?.count ?? 0) + 1
        windows[name]?.count = min(count, Self.callCountMax + 1)
        return count <= Self.callCountMax
    }
}
