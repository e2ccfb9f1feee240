/// One line that shows how far long work has come.
public enum ProgressBar {
    private static let width = 32

    /// "proofs  ████████░░░░  25/100". **Precondition:** total ≥ 1, 0 ≤ done ≤ total.
    public static func text(_ title: String, done: Int, total: Int) -> String {
        precondition(total >= 1 && (0...total).contains(done), "\(done) of \(total)")
        let filled = width * done / total
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(title)  \(bar)  \(done)/\(total)"
    }
}
