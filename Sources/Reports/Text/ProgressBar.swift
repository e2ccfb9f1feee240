/// A line that shows how far long work has come.
package enum ProgressBar {
    private static let widthMax = 32
    private static let widthMin = 4

    /// "proofs  ████████░░░░  25/100", shorter than a line of `columns`: first the bar shrinks,
    /// then it goes, then the title does. **Precondition:** total ≥ 1, 0 ≤ done ≤ total.
    package static func text(_ title: String, done: Int, total: Int, columns: Int? = nil) -> String
    {
        precondition(total >= 1 && (0...total).contains(done), "\(done) of \(total)")
        let counts = "\(done)/\(total)"
        // A text that fills the line would make some terminals begin another.
        let left = columns.map { $0 - 1 - title.count - counts.count - 4 } ?? widthMax
        let width = min(widthMax, left)
        guard width >= widthMin else {
            let short = "\(title)  \(counts)"
            return left + 2 >= 0 ? short : String(counts.prefix(max((columns ?? 1) - 1, 0)))
        }
        let filled = width * done / total
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(title)  \(bar)  \(counts)"
    }
}
